using Amazon.CDK.AWS.EC2;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;

namespace Shardwise.Constructs.Flink;

/// <summary>How an application reaches what is inside a VPC: with network interfaces of its own.</summary>
/// <remarks>An application in a VPC has no public address: it needs a NAT gateway or endpoints to reach its streams and S3.</remarks>
public sealed record FlinkVpc
{
    /// <summary>The subnets that get an interface; private ones, with a way out.</summary>
    /// <value>1 to 16.</value>
    public required IReadOnlyList<ISubnet> Subnets { get; init; }

    /// <summary>The security groups of the interfaces.</summary>
    /// <value>1 to 5.</value>
    public required IReadOnlyList<ISecurityGroup> SecurityGroups { get; init; }

    internal void Check(PropsCheck check) => check.Interfaces(
        nameof(FlinkApplicationProps.Vpc), (Subnets, FlinkLimits.MaxSubnets), (SecurityGroups, FlinkLimits.MaxSecurityGroups));

    // The actions of the developer guide ("VPC application permissions"), but what makes and removes interfaces only in these subnets.
    internal VpcConfigurationProperty Bind(FlinkPolicy policy)
    {
        var subnets = Subnets.Select(subnet => subnet.SubnetId).ToArray();
        var groups = SecurityGroups.Select(group => group.SecurityGroupId).ToArray();
        var subnetArns = subnets.Select(subnet => policy.Arn("ec2", $"subnet/{subnet}")).ToArray();
        var interfaces = policy.Arn("ec2", "network-interface/*");
        policy.Allow(
            ["*"],
            "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs");
        policy.Justify("EC2 describes by account only.");
        policy.Allow(
            [.. subnetArns, .. groups.Select(group => policy.Arn("ec2", $"security-group/{group}")), interfaces], "ec2:CreateNetworkInterface");
        policy.AllowIf(
            "ArnEquals", new Dictionary<string, object> { ["ec2:Subnet"] = subnetArns }, [interfaces],
            "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface");
        policy.Justify("Network interfaces get their ids as they come; a condition keeps them to the application's subnets.");
        return new VpcConfigurationProperty { SubnetIds = subnets, SecurityGroupIds = groups };
    }
}
