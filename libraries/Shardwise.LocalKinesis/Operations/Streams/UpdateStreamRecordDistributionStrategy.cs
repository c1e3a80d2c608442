namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lets an on-demand stream distribute records by itself, or by their keys again; at once.</summary>
internal static class UpdateStreamRecordDistributionStrategy
{
    public static readonly Operation Operation = new(
        "UpdateStreamRecordDistributionStrategy",
        [Members.StreamArn.Required(), Members.Distribution.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        var isAuto = call.Required("RecordDistributionStrategy") == "AUTO";
        lock (stream.Gate)
        {
            if (isAuto && !stream.IsOnDemand)
            {
                throw Refusals.OnDemandOnly("RecordDistributionStrategy AUTO");
            }

            stream.DistributesByItself = isAuto;
            call.Store.Save(stream);
        }
    }
}
