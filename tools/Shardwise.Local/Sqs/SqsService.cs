using Shardwise.Local.Rpc;

namespace Shardwise.Local.Sqs;

/// <summary>SQS as the router knows it.</summary>
internal static class SqsService
{
    public static RpcService Of(SqsOperations operations) => new()
    {
        Name = "SQS",
        SigningName = "sqs",
        Target = "AmazonSQS",
        QueryVersion = "2012-11-05",
        QueryNamespace = SqsQuery.Namespace,
        ErrorNamespace = "com.amazonaws.sqs",
        Operations = operations.Table,
        Needs = operations.Needs,
        FromQuery = SqsQuery.Read,
        ToQuery = SqsQuery.Write,
    };
}
