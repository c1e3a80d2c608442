using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Shardwise.Local.TestFunctions;

/// <summary>Consumers that do what their records say, and write a line for each that they have taken.</summary>
public sealed class Records
{
    /// <summary>Names the first record that fails.</summary>
    public StreamsEventResponse Partial(KinesisEvent kinesisEvent)
    {
        Console.WriteLine($"batch {kinesisEvent.Records.Count}");
        foreach (var record in kinesisEvent.Records)
        {
            if (!Take(record))
            {
                return new StreamsEventResponse { BatchItemFailures = [new() { ItemIdentifier = record.Kinesis.SequenceNumber }] };
            }
        }

        return new StreamsEventResponse { BatchItemFailures = [] };
    }

    /// <summary>Counts a window's records; throws the first time that it sees <c>fail-once</c>.</summary>
    public CountAnswer Count(KinesisTimeWindowEvent window)
    {
        int count = window.State.TryGetValue("count", out string? before) ? int.Parse(before, CultureInfo.InvariantCulture) : 0;
        foreach (var record in window.Records)
        {
            if (Text(record) == "fail-once" && FirstTime(record))
            {
                throw new InvalidOperationException("cannot take fail-once yet");
            }

            count++;
        }

        if (window.IsFinalInvokeForWindow == true)
        {
            Console.WriteLine($"window {window.Window.Start:HH:mm:ss}-{window.Window.End:HH:mm:ss} of {window.ShardId}: {count}");
        }

        return new CountAnswer(new() { ["count"] = count.ToString(CultureInfo.InvariantCulture) }, []);
    }

    /// <summary>Throws at the first record that fails.</summary>
    public async Task Whole(KinesisEvent kinesisEvent)
    {
        Console.WriteLine($"batch {kinesisEvent.Records.Count}");
        await Task.Yield();
        foreach (var record in kinesisEvent.Records)
        {
            if (!Take(record))
            {
                throw new InvalidOperationException($"cannot take {Text(record)}");
            }
        }
    }

    /// <summary>Writes what it takes into a file, which outlives whoever is killed.</summary>
    public StreamsEventResponse Noted(KinesisEvent kinesisEvent)
    {
        string lines = string.Concat(kinesisEvent.Records.Select(record => Text(record) + "\n"));
        File.AppendAllText(Path.Combine(Environment.GetEnvironmentVariable("MARKERS")!, $"noted-{Environment.ProcessId}"), lines);
        Console.WriteLine($"noted {kinesisEvent.Records.Count}");
        return new StreamsEventResponse { BatchItemFailures = [] };
    }

    /// <summary>Takes its time for each batch.</summary>
    public async Task Slow(KinesisEvent kinesisEvent)
    {
        await Task.Delay(200);
        await Whole(kinesisEvent);
    }

    private static bool Take(KinesisEvent.KinesisEventRecord record)
    {
        string text = Text(record);
        if (text.StartsWith("poison", StringComparison.Ordinal))
        {
            return false;
        }

        if (text.StartsWith("die-once", StringComparison.Ordinal) && FirstTime(record))
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }

        if (text.StartsWith("hang-once", StringComparison.Ordinal) && FirstTime(record))
        {
            Console.WriteLine($"hanging {text}");
            Thread.Sleep(Timeout.Infinite);
        }

        Console.WriteLine($"took {text[..Math.Min(text.Length, 40)]}");
        return true;
    }

    // A process that dies forgets; a file does not.
    private static bool FirstTime(KinesisEvent.KinesisEventRecord record)
    {
        string marker = Path.Combine(Environment.GetEnvironmentVariable("MARKERS")!, record.Kinesis.SequenceNumber);
        if (File.Exists(marker))
        {
            return false;
        }

        File.WriteAllText(marker, "");
        return true;
    }

    private static string Text(KinesisEvent.KinesisEventRecord record) => Encoding.UTF8.GetString(record.Kinesis.Data.ToArray());
}
