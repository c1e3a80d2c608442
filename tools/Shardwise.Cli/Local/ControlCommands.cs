using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Cli.Local;

/// <summary>What drives a running <c>shardwise local</c> from another terminal.</summary>
internal static class ControlCommands
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The commands under <c>shardwise local</c>.</summary>
    public static IEnumerable<Command> Create() => [Put(), Get(), Scale(), Throttle(), Kill(), Advance()];

    private static Command Put()
    {
        var stream = Stream();
        var file = new Argument<string>("FILE") { Description = "a file with a record a line (.gz allowed); -: standard input" };
        var key = new Option<string?>("--key")
        {
            Description = "the member of each JSON line that is its partition key; by default records are spread", HelpName = "MEMBER",
        };
        var whole = new Option<bool>("--whole") { Description = "the whole file is one record" };
        return Make("put", "Put a file's lines into a stream, as fast as its shards take them.", [stream, file], [key, whole],
            async (ask, parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            await using var body = Open(path);
            var answer = await ask(
                HttpMethod.Post, "put", [("stream", parsed.GetValue(stream)), ("key", parsed.GetValue(key)),
                    ("whole", parsed.GetValue(whole) ? "true" : null)], body)
                .ConfigureAwait(false);
            var throttled = answer.GetProperty("throttled").GetInt64();
            return [Text($"{answer.GetProperty("records").GetInt64()} records put into {answer.GetProperty("stream").GetString()}")
                + (throttled > 0 ? Text($"; {throttled} tries were throttled and put again") : "")];
        });
    }

    private static Command Get()
    {
        var stream = Stream();
        var shard = new Option<string?>("--shard") { Description = "one shard; by default all", HelpName = "ID" };
        var from = new Option<string?>("--from")
        {
            Description = "LATEST, the newest (default); TRIM_HORIZON, the oldest; or a time", HelpName = "WHERE",
        };
        var after = new Option<string?>("--after") { Description = "behind the record with this sequence number of --shard", HelpName = "NUMBER" };
        var key = new Option<string?>("--key") { Description = "records with this partition key only", HelpName = "KEY" };
        var limit = new Option<int>("--limit") { Description = "how many at most, 1 to 10000", HelpName = "N", DefaultValueFactory = _ => 100 };
        return Make("get", "Show records of a stream, a JSON line each.", [stream], [shard, from, after, key, limit],
            async (ask, parsed, cancellationToken) =>
        {
            var answer = await ask(HttpMethod.Get, "records",
            [
                ("stream", parsed.GetValue(stream)), ("shard", parsed.GetValue(shard)), ("from", parsed.GetValue(from)),
                ("after", parsed.GetValue(after)),
                ("key", parsed.GetValue(key)), ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)),
            ], null).ConfigureAwait(false);
            return [.. answer.GetProperty("records").EnumerateArray().Select(record => JsonSerializer.Serialize(record, Relaxed))];
        });
    }

    private static Command Scale()
    {
        var stream = Stream();
        var shards = new Argument<int>("SHARDS") { Description = "the open shards that it is to have" };
        return Make("scale", "Change a stream's shard count.", [stream, shards], [], async (ask, parsed, cancellationToken) =>
        {
            var answer = await ask(
                HttpMethod.Post, "scale", [("stream", parsed.GetValue(stream)),
                    ("shards", parsed.GetValue(shards).ToString(CultureInfo.InvariantCulture))], null)
                .ConfigureAwait(false);
            var (from, to) = (answer.GetProperty("from").GetInt32(), answer.GetProperty("to").GetInt32());
            return [Text($"{answer.GetProperty("stream").GetString()} goes from {from} to {to} shards")];
        });
    }

    private static Command Throttle()
    {
        var stream = Stream();
        var share = new Option<double>("--share")
        {
            Description = "the part of the records that is refused, above 0, at most 1", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        var duration = new Option<string?>("--for") { Description = "how long, real time, as in 30s; by default until --off", HelpName = "TIME" };
        var off = new Option<bool>("--off") { Description = "take all faults back" };
        return Make("throttle", "Have a stream refuse records, as a hot shard does.", [stream], [share, duration, off],
            async (ask, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(off))
            {
                var removed = await ask(HttpMethod.Delete, "fault", [], null).ConfigureAwait(false);
                return [Text($"{removed.GetProperty("removed").GetInt32()} faults taken back")];
            }

            var answer = await ask(HttpMethod.Post, "throttle",
            [
                ("stream", parsed.GetValue(stream)), ("share", parsed.GetValue(share).ToString(CultureInfo.InvariantCulture)),
                ("for", parsed.GetValue(duration)),
                ("operation", "PutRecords"),
            ], null).ConfigureAwait(false);
            return [Text($"{answer.GetProperty("stream").GetString()} refuses {100 * answer.GetProperty("share").GetDouble():0.##} % of the records")
                + (parsed.GetValue(duration) is { } text ? $" for {text}" : "; --off ends it")];
        });
    }

    private static Command Kill()
    {
        var function = new Argument<string>("FUNCTION") { Description = "its logical id or name" };
        return Make("kill", "Kill a function's processes in the middle of whatever they do; they are started again.", [function], [],
            async (ask, parsed, cancellationToken) =>
        {
            var answer = await ask(HttpMethod.Post, "kill", [("function", parsed.GetValue(function))], null).ConfigureAwait(false);
            var killed = answer.GetProperty("killed").GetInt32();
            return [Text($"{killed} process{(killed == 1 ? "" : "es")} of {answer.GetProperty("function").GetString()} killed")];
        });
    }

    private static Command Advance()
    {
        var by = new Argument<string>("TIME") { Description = "how far, as in 90s, 30m, 2h, 1d" };
        return Make("advance", "Advance the simulated time; what is due on the way happens.", [by], [], async (ask, parsed, cancellationToken) =>
        {
            var answer = await ask(HttpMethod.Post, "advance", [("by", parsed.GetValue(by))], null).ConfigureAwait(false);
            return [Text($"it is {answer.GetProperty("time").GetDateTimeOffset().UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}")];
        });
    }

    private delegate Task<JsonElement> Ask(HttpMethod method, string path, IEnumerable<(string Name, string? Value)> parameters, Stream? body);

    private static Argument<string> Stream() => new("STREAM") { Description = "its name, or its logical id" };

    private static Command Make(
        string name, string description, IEnumerable<Argument> arguments, IEnumerable<Option> options,
        Func<Ask, ParseResult, CancellationToken, Task<IReadOnlyList<string>>> act)
    {
        var endpoint = new Option<string>("--endpoint")
        {
            Description = "where the running \"shardwise local\" answers", HelpName = "URL",
            DefaultValueFactory = _ => $"http://127.0.0.1:{LocalArguments.DefaultPort}",
        };
        var command = new Command(name, description) { endpoint };
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ControlClient(parsed.GetRequiredValue(endpoint));
            Ask ask = (method, path, parameters, body) => client.AskAsync(method, path, parameters, body, cancellationToken);
            foreach (var line in await act(ask, parsed, cancellationToken).ConfigureAwait(false))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(line).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Stream Open(string path)
    {
        if (path == "-")
        {
            return Console.OpenStandardInput();
        }

        try
        {
            var file = File.OpenRead(path);
            return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
