using System.Globalization;

namespace Shardwise.Cli.Demo;

/// <summary>Who made the duplicates of a run: found by looking how often each of them lies in the stream itself.</summary>
/// <param name="PutTwice">Of what lies in the output more than once, what lies in the stream more than once: the producer sent it again.</param>
/// <param name="ReadTwice">What lies in the stream once: the function was given it again.</param>
public readonly record struct DuplicateOrigins(int PutTwice, int ReadTwice)
{
    /// <summary>A line about them; null where there are none.</summary>
    public string? Line
    {
        get
        {
            if (PutTwice + ReadTwice == 0)
            {
                return null;
            }

            List<string> makers = [];
            if (PutTwice > 0)
            {
                makers.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{PutTwice:N0} by the producer, which sends again what it has had no answer for"));
            }

            if (ReadTwice > 0)
            {
                makers.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{ReadTwice:N0} by Lambda, which hands a batch over again after an error, a timeout or a kill"));
            }

            return string.Create(
                CultureInfo.InvariantCulture,
                $"{PutTwice + ReadTwice:N0} records lie in the output more than once, as at-least-once allows: {string.Join("; ", makers)}");
        }
    }

    /// <summary>Looks through a stream.</summary>
    /// <param name="duplicated">What lies in the output more than once.</param>
    /// <param name="kinesis">Holds the stream.</param>
    /// <param name="streamName">Its name.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static DuplicateOrigins Find(IdSet duplicated, LocalKinesis.LocalKinesis kinesis, string streamName, CancellationToken cancellationToken)
    {
        if (duplicated.Count == 0)
        {
            return default;
        }

        var (once, twice) = (new IdSet(duplicated.Capacity), new IdSet(duplicated.Capacity));
        // A click's id is text in whatever surrounds it, an aggregate too.
        foreach (var record in kinesis.Records(streamName))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rest = record.Data.Span;
            while (ClickGenerator.TryFindId(ref rest, out var number))
            {
                if (duplicated.Contains(number) && !once.Add(number))
                {
                    twice.Add(number);
                }
            }
        }

        return new DuplicateOrigins(twice.Count, duplicated.Count - twice.Count);
    }
}
