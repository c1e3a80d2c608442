namespace Shardwise.Local.Rpc;

/// <summary>
/// Carries out one operation. A structure is a dictionary, a list a list, a map an <see cref="AwsMap"/>; null where the operation has no
/// output.
/// </summary>
internal delegate Task<Dictionary<string, object?>?> RpcOperation(RpcCall call);
