using Microsoft.Extensions.Logging;

namespace Shardwise.Producer;

/// <summary>
/// What a producer writes to its logger. Refusals are counted and told once a minute, the first at once: a stream at its limit refuses hundreds of
/// records a second, and one line says it.
/// </summary>
internal sealed partial class ProducerLog(ILogger logger, string streamName, ProducerOptions options)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Refusals> _refusals = [];
    private long _failed;

    /// <summary>Tells of an answer, or of a call that got none.</summary>
    public void Answered(PutBatch batch, IReadOnlyList<PutOutcome> outcomes)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        foreach (var refused in outcomes.Where(outcome => outcome.Error is not null).GroupBy(outcome => outcome.Error!.Code))
        {
            PutError error = refused.First().Error!;
            int count = refused.Count();
            if (Due(error.Code, count) is { } told)
            {
                Refused(streamName, told.Records, error.Code, told.Seconds, error.Message);
            }

            Call(count, batch.Entries.Count, streamName, error.Code);
        }
    }

    /// <summary>Tells of user records that were given up since it last did.</summary>
    /// <param name="failed">How many were given up since the producer was made.</param>
    public void GivenUp(long failed)
    {
        long before = Interlocked.Exchange(ref _failed, failed);
        if (failed > before)
        {
            GivenUp(failed - before, streamName);
        }
    }

    private (int Records, double Seconds)? Due(string code, int count)
    {
        lock (_lock)
        {
            long now = options.TimeProvider.GetTimestamp();
            if (!_refusals.TryGetValue(code, out Refusals? refusals))
            {
                _refusals[code] = new Refusals(now);
                return (count, 0);
            }

            refusals.Records += count;
            TimeSpan since = options.TimeProvider.GetElapsedTime(refusals.ToldAt, now);
            if (since < Period)
            {
                return null;
            }

            (int records, refusals.Records, refusals.ToldAt) = (refusals.Records, 0, now);
            return (records, since.TotalSeconds);
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "Stream {StreamName} refused {Records} Kinesis records with {ErrorCode} within {Seconds:0} s, to be sent again: {ErrorMessage}")]
    private partial void Refused(string streamName, int records, string errorCode, double seconds, string errorMessage);

    [LoggerMessage(2, LogLevel.Debug, "{Refused} of {Records} Kinesis records of a PutRecords call to {StreamName} were refused with {ErrorCode}")]
    private partial void Call(int refused, int records, string streamName, string errorCode);

    [LoggerMessage(3, LogLevel.Error, "{UserRecords} user records for stream {StreamName} were given up; the tasks that AddAsync returned tell why")]
    private partial void GivenUp(long userRecords, string streamName);

    private sealed class Refusals(long toldAt)
    {
        public long ToldAt { get; set; } = toldAt;

        public int Records { get; set; }
    }
}
