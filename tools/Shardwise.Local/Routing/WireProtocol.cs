namespace Shardwise.Local.Routing;

/// <summary>What a request is written in, and so what its answer must be written in.</summary>
internal enum WireProtocol
{
    Json10,
    Json11,

    /// <summary>CBOR 1.1, which older SDKs speak to Kinesis.</summary>
    AwsCbor11,

    RpcV2Cbor,
    Query,
    RestJson,
    RestXml,
}
