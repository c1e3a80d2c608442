using Amazon.CDK.AWS.EC2;

namespace Shardwise.Constructs.Functions;

/// <summary>The subnets of a VPC that a function would get.</summary>
internal static class VpcSubnets
{
    /// <summary>Their ids; none where the choice comes to nothing, of which the CDK speaks by an exception of its own.</summary>
    public static string[] Of(IVpc vpc, ISubnetSelection? selection)
    {
        try
        {
            return vpc.SelectSubnets(selection).SubnetIds;
        }
        catch (Exception fromTheCdk) when (fromTheCdk.Message.Contains("subnet", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }
    }
}
