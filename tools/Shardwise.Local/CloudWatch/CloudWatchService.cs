using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>CloudWatch as the router knows it.</summary>
internal static class CloudWatchService
{
    private const string Service = "GraniteServiceVersion20100801";

    public static RpcService Of(CloudWatchOperations operations) => new()
    {
        Name = "CloudWatch",
        SigningName = "monitoring",
        Target = Service,
        QueryVersion = "2010-08-01",
        QueryNamespace = "http://monitoring.amazonaws.com/doc/2010-08-01/",
        ErrorNamespace = "com.amazonaws.cloudwatch",
        Operations = operations.Table,
        Needs = Needs,
    };

    // Metrics have no ARN; a namespace can be a condition.
    private static IReadOnlyList<NeededPermission>? Needs(RpcCall call) =>
        [new NeededPermission("cloudwatch:" + call.Call.Operation, "*") { Context = new Dictionary<string, string?> { ["cloudwatch:namespace"] = call.Request.OptionalText("Namespace") } }];
}
