using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>CloudWatch as the router knows it.</summary>
internal static class CloudWatchService
{
    private const string Service = "GraniteServiceVersion20100801";

    public static RpcService Of(CloudWatchOperations metrics, AlarmOperations alarms) => new()
    {
        Name = "CloudWatch",
        SigningName = "monitoring",
        Target = Service,
        QueryVersion = "2010-08-01",
        QueryNamespace = "http://monitoring.amazonaws.com/doc/2010-08-01/",
        ErrorNamespace = "com.amazonaws.cloudwatch",
        Operations = metrics.Table.Concat(alarms.Table).ToDictionary(StringComparer.Ordinal),
        Needs = call => Needs(call, alarms.ArnOf),
    };

    // Metrics have no ARN, alarms do; a namespace can be a condition.
    private static IReadOnlyList<NeededPermission>? Needs(RpcCall call, Func<string, string> arnOf)
    {
        var names = call.Request.OptionalText("AlarmName") is { } name ? [name] : call.Request.Texts("AlarmNames");
        string action = "cloudwatch:" + call.Call.Operation;
        var context = new Dictionary<string, string?> { ["cloudwatch:namespace"] = call.Request.OptionalText("Namespace") };
        return names.Count == 0 || call.Call.Operation == "DescribeAlarmsForMetric"
            ? [new NeededPermission(action, "*") { Context = context }]
            : [.. names.Select(alarm => new NeededPermission(action, arnOf(alarm)) { Context = context })];
    }
}
