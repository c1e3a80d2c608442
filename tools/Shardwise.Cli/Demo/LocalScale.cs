using System.Globalization;
using Shardwise.Cli.Traces;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Demo;

/// <summary>
/// How a trace is brought down to one machine: its load multiplied to a peak that the machine bears, its traffic to a number of user
/// records, and a local shard made the fraction of a real one at which both describe the same load.
/// </summary>
public sealed record LocalScale
{
    /// <summary>A trace that peaks lower is multiplied up to this, so that there is something to scale: 4 shards.</summary>
    public const double MinPeakShards = 4;

    /// <summary>
    /// A trace that peaks higher is multiplied down to this: 12 shards. A producer that catches up makes the scaler ask for several times
    /// as many, and about 60 open shards are what two cores can poll.
    /// </summary>
    public const double MaxPeakShards = 12;

    /// <summary>User records a whole run offers unless told otherwise: 720,000.</summary>
    public const int DefaultRecords = 720_000;

    /// <summary>User records a real second that two cores carry from the producer to the output objects: 6,000.</summary>
    public const int RecordsPerSecond = 6_000;

    /// <summary>The trace's load was multiplied by this.</summary>
    public required double Multiplier { get; init; }

    /// <summary>Offered load of each minute after the multiplication, in shard-equivalents.</summary>
    public required IReadOnlyList<double> Shards { get; init; }

    /// <summary>User records offered by the end of each minute, counted from the start; the last is all of them.</summary>
    public required IReadOnlyList<int> RecordsByMinute { get; init; }

    /// <summary>User records a local shard takes in a minute.</summary>
    public required double RecordsPerShardMinute { get; init; }

    /// <summary>A local shard as a fraction of a real one; more than 0.</summary>
    public required double ShardFraction { get; init; }

    /// <summary>User records offered in all.</summary>
    public int Records => RecordsByMinute[^1];

    /// <summary>Bytes a local shard takes in a minute.</summary>
    public double BytesPerShardMinute => ShardFraction * ShardCapacity.BytesPerMinute;

    /// <summary>One line for the screen: what was multiplied, and what a local shard is.</summary>
    public string Description
    {
        get
        {
            var times = Multiplier == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"trace x {Multiplier:0.###}; ");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{times}a local shard is 1/{1 / ShardFraction:0} of a real one: {BytesPerShardMinute / 1000:0} kB a minute");
        }
    }

    /// <summary>User records to offer when the user names no number: <see cref="DefaultRecords"/>, or fewer in a short run.</summary>
    /// <param name="minutes">Simulated minutes of the run.</param>
    /// <param name="speed">Simulated seconds a real second.</param>
    public static int RecordsFor(int minutes, double speed) => (int)Math.Clamp(minutes * 60 / speed * RecordsPerSecond, 1, DefaultRecords);

    /// <summary>Scales a trace to this machine.</summary>
    /// <param name="trace">The offered load.</param>
    /// <param name="records">User records to offer in all, spread over the minutes as the load is; 1 or more.</param>
    /// <param name="bytesPerRecord">Mean aggregated bytes a user record takes in the stream.</param>
    public static LocalScale Fit(Trace trace, int records, double bytesPerRecord)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        var peak = trace.Shards.Max();
        var multiplier = Math.Clamp(peak, MinPeakShards, MaxPeakShards) / peak;
        double[] shards = [.. trace.Shards.Select(load => load * multiplier)];
        var recordsPerShardMinute = records / shards.Sum();
        return new LocalScale
        {
            Multiplier = multiplier,
            Shards = shards,
            RecordsByMinute = Accumulate(shards, records),
            RecordsPerShardMinute = recordsPerShardMinute,
            ShardFraction = recordsPerShardMinute * bytesPerRecord / ShardCapacity.BytesPerMinute,
        };
    }

    // Rounds the running sum, not each minute, so that the minutes add up to exactly the number asked for.
    private static int[] Accumulate(double[] shards, int records)
    {
        var all = shards.Sum();
        var sum = 0.0;
        var byMinute = Array.ConvertAll(shards, load => (int)Math.Round(records * ((sum += load) / all)));
        byMinute[^1] = records;
        return byMinute;
    }

    /// <summary>User records due a given time after the start: a minute's records come evenly over the minute.</summary>
    /// <param name="sinceStart">Simulated time since minute 0 began.</param>
    public int DueAt(TimeSpan sinceStart)
    {
        var minute = (int)Math.Clamp(sinceStart.TotalMinutes, 0, RecordsByMinute.Count);
        if (minute == RecordsByMinute.Count)
        {
            return Records;
        }

        var before = minute == 0 ? 0 : RecordsByMinute[minute - 1];
        return before + (int)((RecordsByMinute[minute] - before) * Math.Clamp(sinceStart.TotalMinutes - minute, 0, 1));
    }

    /// <summary>When a user record falls due, as simulated time since the start: the inverse of <see cref="DueAt"/>.</summary>
    /// <param name="number">The record's running number, 0 to <see cref="Records"/> - 1.</param>
    public TimeSpan DueTime(int number)
    {
        var minute = MinuteOf(number);
        var before = minute == 0 ? 0 : RecordsByMinute[minute - 1];
        return TimeSpan.FromMinutes(minute + ((double)(number - before) / (RecordsByMinute[minute] - before)));
    }

    /// <summary>The minute in which a user record falls due.</summary>
    /// <param name="number">The record's running number, 0 to <see cref="Records"/> - 1.</param>
    public int MinuteOf(int number)
    {
        var (low, high) = (0, RecordsByMinute.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = RecordsByMinute[middle] > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
