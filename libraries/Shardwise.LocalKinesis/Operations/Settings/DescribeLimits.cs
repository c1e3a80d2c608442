namespace Shardwise.LocalKinesis.Operations;

/// <summary>Tells how many shards and on-demand streams a scope has and may have.</summary>
internal static class DescribeLimits
{
    public static readonly Operation Operation = new(
        "DescribeLimits",
        [],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(1);
        call.Reply.StartObject();
        call.Reply.Number("ShardLimit"u8, call.Store.Options.ShardLimit);
        call.Reply.Number("OpenShardCount"u8, call.OpenShardsInAccount());
        call.Reply.Number("OnDemandStreamCount"u8, call.Store.In(call.Scope, call.Now).Count(stream => stream.IsOnDemand));
        call.Reply.Number("OnDemandStreamCountLimit"u8, call.Store.Options.OnDemandStreamLimit);
        call.Reply.EndObject();
    }
}
