using System.Globalization;
using System.Text;
using System.Text.Json;
using Shardwise.Cli;
using Shardwise.Kpl;

namespace Shardwise.Fuzz.Targets;

/// <summary>
/// Files that a user hands to commands that call no one: traces, targets, records, lines, dead letters. A command ends with one of its exit codes, and says in
/// one line what is wrong; it throws nothing and ends soon.
/// </summary>
internal sealed class CommandLineTarget : IFuzzTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Name, string File, Func<string, string[]> Arguments)[] Commands =
    [
        ("simulate", "trace.csv", folder => ["simulate", $"{folder}/trace.csv", "--policy", "balanced", "--json"]),
        ("simulate", "trace.csv.gz", folder => ["simulate", $"{folder}/trace.csv.gz", "--policy", "safe"]),
        ("simulate", "trace.json", folder => ["simulate", $"{folder}/trace.json", "--policy", "lean"]),
        ("plan", "trace.csv", folder => ["plan", "--trace", $"{folder}/trace.csv", "--shards", "4"]),
        ("plan", "target.json", folder => ["plan", "--trace", $"{folder}/sound.csv", "--target", $"{folder}/target.json"]),
        ("decode", "payload.bin", folder => ["kpl", "decode", $"{folder}/payload.bin"]),
        ("decode", "payload.txt", folder => ["kpl", "decode", $"{folder}/payload.txt", "--base64"]),
        ("encode", "lines.ndjson", folder => ["kpl", "encode", $"{folder}/lines.ndjson", "--out", $"{folder}/encoded.bin"]),
        ("redrive", "letters/letter.json", folder => ["redrive", $"{folder}/letters", "--dry-run"]),
    ];

    private static readonly ByteMutations Damage = new(
        [.. ((string[])["\n", ",", "0", "-1", "1e308", "NaN", "Infinity", "99999999999999999999", "\"", "{", "}", "[", "]", ":", "null", "true", "\\ud800", "é", "\0", "\r\n", "minute", "time", "2026-11-20T00:00:00Z",
            "9999-12-31T23:59:59Z", "=", "-", "\uFEFF", "partitionKey", "0.5"]).Select(Encoding.UTF8.GetBytes)]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardwise-fuzz-");

    public CommandLineTarget()
    {
        _folder.CreateSubdirectory("letters");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "sound.csv"), Trace(new Random(1)));
    }

    public string Name => "cli";

    // The first byte says which command reads the rest.
    public byte[] Make(Random random)
    {
        var command = random.Next(Commands.Length);
        var sound = Sound(Commands[command].File, random);
        return [(byte)command, .. random.Next(12) == 0 ? sound : Damage.Of(sound, random)];
    }

    public void Check(byte[] input)
    {
        var (_, file, arguments) = Commands[input[0] % Commands.Length];
        File.WriteAllBytes(Path.Combine(_folder.FullName, file), input[1..]);
        var line = arguments(_folder.FullName);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var patience = new CancellationTokenSource(Patience);
        var run = Task.Run(() => CommandLine.RunAsync(line, error, patience.Token, output));
        if (!run.Wait(Patience))
            throw new FuzzFindException($"{string.Join(' ', line)} has not ended after {Patience.TotalSeconds} seconds.");
        CheckEnd(string.Join(' ', line), run.Result, error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void CheckEnd(string line, int exitCode, string error)
    {
        if (exitCode is not (ExitCode.Success or ExitCode.Failure or ExitCode.BadInput))
            throw new FuzzFindException($"{line} ended with {exitCode}: {error}");
        if (exitCode == ExitCode.BadInput && error.TrimEnd().Contains('\n', StringComparison.Ordinal))
            throw new FuzzFindException($"{line} says what is wrong in several lines: {error}");
        if (error.Contains("Exception", StringComparison.Ordinal) || error.Contains("System.", StringComparison.Ordinal))
            throw new FuzzFindException($"{line} shows an exception: {error}");
    }

    private static byte[] Sound(string file, Random random) => Path.GetFileName(file) switch
    {
        "trace.csv" => Trace(random),
        "trace.csv.gz" => Gzip(Trace(random)),
        "trace.json" => Export(random),
        "target.json" => Encoding.UTF8.GetBytes(
            """{"streamName":"s","minShards":2,"maxShards":64,"setting":"balanced","headroom":1.2,"reshardsADay":40,"floors":[{"name":"night","minShards":4,"from":"22:00","to":"06:00","timeZone":"Europe/Berlin"}]}"""),
        "payload.bin" => Payload(random),
        "payload.txt" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Payload(random))),
        "lines.ndjson" => Encoding.UTF8.GetBytes("""{"partitionKey":"a","dataBase64":"AAEC"}""" + "\n" + """{"partitionKey":"b","explicitHashKey":"7","subSequenceNumber":1,"dataBase64":""}""" + "\n"),
        _ => Encoding.UTF8.GetBytes(
            """{"streamArn":"arn:aws:kinesis:us-east-1:123456789012:stream/orders","shardId":"shardId-000000000000","sequenceNumber":"49590338271490256608559692538361571095921575989136588898","subSequenceNumber":0,"approximateArrival":"2026-11-20T11:00:00Z","partitionKey":"a","reason":"x","payloadBase64":"AAEC"}"""),
    };

    private static byte[] Trace(Random random)
    {
        var csv = new StringBuilder("minute,records,bytes\n");
        for (var (minute, last) = (0, random.Next(1, 90)); minute < last; minute++)
            csv.Append(CultureInfo.InvariantCulture, $"{minute},{random.Next(200_000)},{random.Next(100_000_000)}\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Export(Random random)
    {
        var times = Enumerable.Range(0, random.Next(1, 60)).Select(minute => DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(minute)).ToList();
        object Series(string label) => new { Id = label.ToLowerInvariant(), Label = label, Timestamps = times, Values = times.Select(_ => random.Next(1_000_000)), StatusCode = "Complete" };
        return JsonSerializer.SerializeToUtf8Bytes(new { MetricDataResults = new[] { Series("IncomingRecords"), Series("IncomingBytes") } });
    }

    private static byte[] Payload(Random random)
    {
        var builder = new AggregatedRecordBuilder();
        for (var record = 0; record < 3; record++)
            builder.TryAdd($"k{random.Next(3)}", [(byte)record]);
        return builder.Build().Data;
    }
}
