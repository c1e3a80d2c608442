namespace Shardwise.Constructs.Delivery;

/// <summary>Who gives documents their ids.</summary>
public enum DocumentIds
{
    /// <summary>Firehose, one a record: a delivery that is tried again does not make duplicates.</summary>
    Firehose,

    /// <summary>OpenSearch: indexing is faster, and a delivery that is tried again makes duplicates.</summary>
    OpenSearch,
}
