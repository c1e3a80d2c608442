using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Keeps records for a shorter time.</summary>
internal static class DecreaseStreamRetentionPeriod
{
    public static readonly Operation Operation = new(
        "DecreaseStreamRetentionPeriod",
        [
            new Member("RetentionPeriodHours", Kind.Integer) { IsRequired = true }, Members.StreamName, Members.StreamArn,
            Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var hours = call.Input.Number("RetentionPeriodHours")!.Value;
        var stream = call.RequireStream();
        if (hours < 24)
        {
            throw Refusals.RetentionTooShort(hours);
        }

        if (hours > 8760)
        {
            throw Refusals.RetentionTooLong(hours);
        }

        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            if (hours > stream.RetentionHours)
            {
                throw Refusals.RetentionNotLonger(stream, hours);
            }

            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            stream.ForgetExpired(call.Now);
            stream.RetentionHours = (int)hours;
            stream.Begin(StreamStatus.Updating, TimeSpan.Zero, call.Now, _ => { });
        }

        stream.Settle(call.Now);
    }
}
