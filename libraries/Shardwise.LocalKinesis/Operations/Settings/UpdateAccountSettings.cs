using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Makes or ends the account's commitment to a minimum of throughput.</summary>
internal static class UpdateAccountSettings
{
    public static readonly Operation Operation = new(
        "UpdateAccountSettings",
        [Member.Structure("MinimumThroughputBillingCommitment", Member.Choice("Status", "ENABLED", "DISABLED").Required()).Required()],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var enable = call.Input.Structure("MinimumThroughputBillingCommitment")!.Text("Status") == "ENABLED";
        var settings = call.Store.Settings.AddOrUpdate(
            call.Scope,
            _ => new AccountSettings(enable, enable ? call.Now : null, null),
            (_, now) => now.IsEnabled == enable ? now : enable
                ? new AccountSettings(true, call.Now, null) : now with { IsEnabled = false, EndedAt = call.Now });
        DescribeAccountSettings.Write(call.Reply, settings);
    }
}
