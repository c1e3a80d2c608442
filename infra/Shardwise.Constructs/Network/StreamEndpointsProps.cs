using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Network;

/// <summary>What <see cref="StreamEndpoints"/> are made of.</summary>
public sealed record StreamEndpointsProps
{
    /// <summary>The VPC that gets the endpoints.</summary>
    public required IVpc Vpc { get; init; }

    /// <summary>The subnets that get a network interface of each endpoint.</summary>
    /// <value>The default is the VPC's private subnets, one an availability zone.</value>
    public ISubnetSelection? Subnets { get; init; }

    /// <summary>The security groups of the interfaces, which must let clients in on port 443.</summary>
    /// <value>At most 5. The default makes one that lets in the VPC's own addresses.</value>
    public IReadOnlyList<ISecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>Whether there is an endpoint for Kinesis Data Streams.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool DataStreams { get; init; } = ConstructDefaults.Current.EndpointForDataStreams;

    /// <summary>Whether there is an endpoint for Data Firehose.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Firehose { get; init; } = ConstructDefaults.Current.EndpointForFirehose;

    /// <summary>The streams that can be reached.</summary>
    /// <value>The default is all of the account.</value>
    public IReadOnlyList<IStream> Streams { get; init; } = [];

    /// <summary>The delivery streams that can be reached.</summary>
    /// <value>The default is all of the account.</value>
    public IReadOnlyList<IFirehoseStream> DeliveryStreams { get; init; } = [];

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"StreamEndpoints '{id}' has invalid properties");
        check.Require(DataStreams || Firehose, nameof(DataStreams), "false", "true, since Firehose is off too: nothing would be left");
        check.Require(
            DataStreams || Streams.Count == 0, nameof(Streams), $"{Streams.Count} streams", "none, since DataStreams is off");
        check.Require(
            Firehose || DeliveryStreams.Count == 0, nameof(DeliveryStreams),
            $"{DeliveryStreams.Count} delivery streams", "none, since Firehose is off");
        check.Require(SecurityGroups.Count <= 5, nameof(SecurityGroups), $"{SecurityGroups.Count} security groups", "at most 5");
        check.ThrowIfAny();
        return id;
    }
}
