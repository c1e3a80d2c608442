using Shardwise.Local.Rpc;

namespace Shardwise.Local.Sns;

/// <summary>SNS as the router knows it.</summary>
internal static class SnsService
{
    public static RpcService Of(SnsOperations operations) => new()
    {
        Name = "SNS",
        SigningName = "sns",
        QueryVersion = "2010-03-31",
        QueryNamespace = "http://sns.amazonaws.com/doc/2010-03-31/",
        Operations = operations.Table,
        Needs = SnsOperations.Needs,
    };
}
