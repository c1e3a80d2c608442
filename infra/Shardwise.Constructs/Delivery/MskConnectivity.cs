namespace Shardwise.Constructs.Delivery;

/// <summary>How a delivery stream reaches its MSK cluster.</summary>
public enum MskConnectivity
{
    /// <summary>Over PrivateLink: the cluster's policy must let firehose.amazonaws.com create VPC connections.</summary>
    Private,

    /// <summary>Over the cluster's public access.</summary>
    Public,
}
