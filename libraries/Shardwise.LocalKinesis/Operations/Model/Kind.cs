namespace Shardwise.LocalKinesis.Operations;

/// <summary>What type the model gives a member.</summary>
internal enum Kind
{
    String,
    Integer,
    Long,
    Boolean,
    Blob,
    Timestamp,
    List,
    Map,
    Structure,
}
