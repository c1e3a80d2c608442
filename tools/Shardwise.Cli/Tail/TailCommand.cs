using System.CommandLine;
using System.Globalization;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Aws;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tail;

/// <summary><c>shardwise tail</c>: a stream's user records as they come, taken out of their aggregates. Reads, and changes nothing.</summary>
public static class TailCommand
{
    private const string Needs = "kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var stream = new Argument<string>("STREAM") { Description = "a stream's name, read with your own AWS credentials" };
        var from = new Option<string>("--from")
        {
            Description = "tip (default), start, a time such as 2026-11-20T11:05:00Z, or how long ago: 30s, 15m, 2h, 1d",
            HelpName = "WHEN",
            DefaultValueFactory = _ => "tip",
        };
        var keys = new Option<string[]>("--key")
        {
            Description = "only user records with this partition key; may be given several times", HelpName = "KEY",
        };
        var path = new Option<string?>("--path") { Description = "only JSON in which this JSON path finds something", HelpName = "PATH" };
        var equals = new Option<string?>("--equals") { Description = "with --path: only where it finds this", HelpName = "VALUE" };
        var unpack = new Option<string?>("--unpack")
        {
            Description = "take payloads out of gzip, or the log events out of what cloudwatch-logs subscriptions put",
            HelpName = "gzip|cloudwatch-logs",
        };
        var count = new Option<int?>("--count") { Description = "end after so many lines; by default at Ctrl-C", HelpName = "N" };
        var profile = new Option<string?>("--profile")
        {
            Description = "the AWS profile; by default as the AWS SDK finds credentials", HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "the AWS region; by default the profile's, or AWS_REGION", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint")
        {
            Description = "a local Kinesis, as of \"shardwise local\", in place of AWS", HelpName = "URL",
        };
        var command = new Command("tail", "Write a stream's user records as they come, a line of JSON each, taken out of their aggregates.")
        {
            stream, from, keys, path, equals, unpack, count, profile, region, endpoint,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new TailSettings
            {
                Stream = parsed.GetRequiredValue(stream),
                From = parsed.GetRequiredValue(from),
                Keys = parsed.GetValue(keys) ?? [],
                Path = parsed.GetValue(path),
                EqualTo = parsed.GetValue(equals),
                Unpack = parsed.GetValue(unpack) is { } name ? UnpackOf(name) : TailUnpack.None,
                Count = parsed.GetValue(count),
                Profile = parsed.GetValue(profile),
                Region = parsed.GetValue(region),
                Endpoint = parsed.GetValue(endpoint),
            },
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static TailUnpack UnpackOf(string name) => TailUnpacker.Names.TryGetValue(name, out var unpack)
        ? unpack
        : throw new InputException($"--unpack is \"{name}\"; {string.Join(" or ", TailUnpacker.Names.Keys)} is allowed");

    /// <summary>Follows the stream.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="error">Gets a line when reading begins, and one at the end.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code: success when the lines asked for were written, interrupted at Ctrl-C.</returns>
    /// <exception cref="InputException">Something asked for cannot be used.</exception>
    /// <exception cref="FailureException">AWS does not answer, or does not allow it.</exception>
    public static async Task<int> RunAsync(TailSettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (settings.Count is < 1)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--count is {settings.Count}; 1 or more is allowed"));
        var start = TailStart.Parse(settings.From, settings.TimeProvider.GetUtcNow());
        var filter = new TailFilter(settings);
        var access = AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);
        using var kinesis = access.Kinesis(retries: 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var printer = new Printer(filter, settings.Unpack, settings.Count, output, stop.Cancel);
        var follower = new StreamFollower(kinesis, new ServiceClock(kinesis), settings.Stream, start, settings.TimeProvider)
        {
            OnRecords = printer.Print,
            OnSkipped = shard => error.WriteLine(
                $"{shard} goes on from its tip: its iterator expired before it had a record, and the service tells no time; what came between is "
                + "not shown"),
            OnReading = shards => error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{settings.Stream}: {shards} {(shards == 1 ? "shard" : "shards")}, {start.Description}; Ctrl-C ends")),
        };
        try
        {
            await follower.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (AwsProblem.Of(exception, "reading", settings.Stream, access.Region, $"tail needs {Needs}") is { } problem)
        {
            throw problem;
        }

        await error.WriteLineAsync(printer.Summary).ConfigureAwait(false);
        return printer.IsFull || !cancellationToken.IsCancellationRequested ? ExitCode.Success : ExitCode.Interrupted;
    }

    /// <summary>Takes Kinesis records apart and writes what the filter shows.</summary>
    private sealed class Printer(TailFilter filter, TailUnpack unpack, int? most, TextWriter output, Action stop)
    {
        private readonly Lock _lock = new();
        private long _seen;
        private long _shown;

        public bool IsFull => _shown >= most;

        public string Summary => string.Create(
            CultureInfo.InvariantCulture, $"{_shown} of {_seen} {(unpack == TailUnpack.CloudWatchLogs ? "log events" : "user records")} shown");

        public void Print(string shardId, IReadOnlyList<Record> records)
        {
            lock (_lock)
            {
                foreach (var record in records)
                    Print(shardId, record);
                output.Flush();
            }
        }

        private void Print(string shardId, Record record)
        {
            using var payload = AggregatedRecord.Read(record.Data.ToArray());
            foreach (var userRecord in payload)
            {
                foreach (var item in TailUnpacker.Unpack(userRecord.Data, unpack))
                {
                    if (IsFull)
                        return;
                    _seen++;
                    var key = userRecord.PartitionKey ?? record.PartitionKey;
                    if (filter.Shows(key, item.Data.Span))
                        Show(TailLine.Of(shardId, record, payload.Status, key, userRecord, item));
                }
            }
        }

        private void Show(string line)
        {
            output.WriteLine(line);
            _shown++;
            if (IsFull)
                stop();
        }
    }
}
