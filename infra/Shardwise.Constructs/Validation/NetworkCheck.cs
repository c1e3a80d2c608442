using Amazon.CDK.AWS.EC2;

namespace Shardwise.Constructs.Validation;

/// <summary>How many subnets and security groups a service takes for its network interfaces.</summary>
internal static class NetworkCheck
{
    public static void Interfaces(
        this PropsCheck check,
        string path,
        (IReadOnlyList<ISubnet> Given, int Max) subnets,
        (IReadOnlyList<ISecurityGroup> Given, int Max) groups)
    {
        check.Require(
            subnets.Given.Count > 0 && subnets.Given.Count <= subnets.Max, $"{path}.Subnets", $"{subnets.Given.Count} subnets",
            $"1 to {subnets.Max}");
        check.Require(
            groups.Given.Count > 0 && groups.Given.Count <= groups.Max, $"{path}.SecurityGroups", $"{groups.Given.Count} security groups",
            $"1 to {groups.Max}");
    }
}
