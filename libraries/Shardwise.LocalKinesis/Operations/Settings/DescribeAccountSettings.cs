using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Tells whether the account has committed itself to a minimum of throughput.</summary>
internal static class DescribeAccountSettings
{
    public static readonly Operation Operation = new(
        "DescribeAccountSettings",
        [],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        Write(call.Reply, call.Store.Settings.GetValueOrDefault(call.Scope));
    }

    public static void Write(ReplyWriter reply, AccountSettings? settings)
    {
        reply.StartObject();
        reply.Name("MinimumThroughputBillingCommitment"u8);
        reply.StartObject();
        reply.Text("Status"u8, settings is { IsEnabled: true } ? "ENABLED" : "DISABLED");
        reply.Time("StartedAt"u8, settings?.StartedAt);
        reply.Time("EndedAt"u8, settings?.EndedAt);
        // The documentation: a commitment lasts 24 hours at least.
        reply.Time("EarliestAllowedEndAt"u8, settings is { IsEnabled: true, StartedAt: { } started } ? started.AddDays(1) : null);
        reply.EndObject();
        reply.EndObject();
    }
}
