namespace Shardwise.Constructs.Streams;

/// <summary>The storage class of the objects that a channel delivers.</summary>
/// <remarks>Source: <c>S3StorageConfiguration</c> in the Kinesis API reference. A channel takes no other.</remarks>
public enum ChannelStorageClass
{
    /// <summary>For what is read often.</summary>
    Standard,

    /// <summary>Moved between tiers by how often it is read.</summary>
    IntelligentTiering,

    /// <summary>For what is read rarely, and then at once.</summary>
    GlacierInstantRetrieval,
}
