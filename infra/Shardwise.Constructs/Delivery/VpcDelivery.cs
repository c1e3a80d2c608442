using Amazon.CDK.AWS.EC2;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>How a delivery stream reaches a destination inside a VPC: with network interfaces of its own.</summary>
public sealed record VpcDelivery
{
    /// <summary>The subnets that get an interface.</summary>
    /// <value>1 to 16.</value>
    public required IReadOnlyList<ISubnet> Subnets { get; init; }

    /// <summary>The security groups of the interfaces; the destination's own must let them in on port 443.</summary>
    /// <value>1 to 5.</value>
    public required IReadOnlyList<ISecurityGroup> SecurityGroups { get; init; }

    internal void Check(PropsCheck check) => check.Interfaces(
        "Destination.Vpc", (Subnets, FirehoseLimits.MaxSubnets), (SecurityGroups, FirehoseLimits.MaxSecurityGroups));

    internal VpcConfigurationProperty Bind(DeliveryBinding binding)
    {
        binding.Allow(
            ["*"],
            "ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs");
        binding.Justify("The service makes and removes network interfaces whose ids nobody knows before, and EC2 describes by account only.");
        return new VpcConfigurationProperty
        {
            RoleArn = binding.RoleArn,
            SubnetIds = Subnets.Select(subnet => subnet.SubnetId).ToArray(),
            SecurityGroupIds = SecurityGroups.Select(group => group.SecurityGroupId).ToArray(),
        };
    }
}
