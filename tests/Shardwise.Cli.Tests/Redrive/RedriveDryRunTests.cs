using System.Text;
using System.Text.Json;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Redrive;
using Shardwise.Cli.Tests.Planning;

namespace Shardwise.Cli.Tests.Redrive;

/// <summary>A dry run says of each kind of source what the run that puts does, over a local stream and bucket.</summary>
public sealed class RedriveDryRunTests(LocalAws aws) : IClassFixture<LocalAws>, IDisposable
{
    private const string Shard = "shardId-000000000000";

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("letters")]
    [InlineData("letters in S3")]
    public async Task Letters_are_counted_as_they_are_put(string kind)
    {
        var (stream, _) = await StreamAsync(0);
        var (source, folder) = kind == "letters" ? (_folder.Path, _folder.Path) : BucketOf();
        Save(folder, "1-0.json", Letter(stream));
        Save(folder, "2-0.json", Letter(stream));
        Save(folder, "3-0.json", "no letter");

        await BothAsync(
            new RedriveSettings { Source = source }, stream, () => FilesIn(folder),
            $"3 found: 2 would be put into {stream}, 1 no dead letters; nothing was changed",
            $"3 found: 2 put into {stream} and deleted, 1 no dead letters");
    }

    [Theory]
    [InlineData("a line each")]
    [InlineData("an answer of SQS")]
    public async Task Messages_in_a_file_are_counted_as_they_are_put(string kind)
    {
        var (stream, sequences) = await StreamAsync(4);
        // The second one is the first one again: it is through before.
        string[] messages =
            [Message(stream, sequences[..2]), " " + Message(stream, sequences[..2]), Message(stream, sequences[2..3]), Message(stream, ["1", "2"], shard: "shardId-000000000001"), "{}"];
        var path = _folder.Write("failures.ndjson", kind == "a line each"
            ? string.Join('\n', messages)
            : JsonSerializer.Serialize(new { Messages = messages.Select(message => new { Body = message }) }));

        await BothAsync(
            new RedriveSettings { Source = path }, stream, () => FilesIn(_folder.Path),
            $"5 failure messages found: 2 would be through, 3 records put into {stream}, 1 through before, 1 kept with expired records, 1 no failure messages; nothing was changed",
            $"5 failure messages found: 2 through and noted in {path}.redriven, 3 records put into {stream}, 1 through before, 1 kept with expired records, 1 no failure messages");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Stored_objects_are_counted_as_they_are_put(bool inS3, bool withRecords)
    {
        var (stream, sequences) = await StreamAsync(5);
        var (source, folder) = inS3 ? BucketOf() : (_folder.Path, _folder.Path);
        Save(folder, $"aws/lambda/2026-11-20T11.05.00-{Guid.NewGuid()}", Message(stream, sequences[..3], withRecords));
        Save(folder, "saved.json", Message(stream, sequences[3..], withRecords));
        Save(folder, "1-0.json", Letter(stream));

        await BothAsync(
            new RedriveSettings { Source = source }, stream, () => FilesIn(folder),
            $"1 found: 1 would be put into {stream}; nothing was changed\n2 failure messages found: 2 would be through, 5 records put into {stream}; nothing was changed",
            $"1 found: 1 put into {stream} and deleted\n2 failure messages found: 2 through and deleted, 5 records put into {stream}");
    }

    [Fact]
    public async Task More_records_than_the_function_was_handed_are_told_as_what_would_be_put()
    {
        var (stream, sequences) = await StreamAsync(3);
        var path = _folder.Write("failures.ndjson", Message(stream, [sequences[0], sequences[2]]));

        await BothAsync(
            new RedriveSettings { Source = path }, stream, () => FilesIn(_folder.Path),
            $"1 failure message found: 1 would be through, 3 records put into {stream}; nothing was changed",
            $"1 failure message found: 1 through and noted in {path}.redriven, 3 records put into {stream}");

        var told = $"{path}, message 1: {Shard} has 3 records in this range, of which the function was handed 2: does its mapping filter? All";
        Assert.Equal([$"{told} would be put", $"{told} were put"], _error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("", "no AWS region is known: give --region, or set AWS_REGION or a region in the profile")]
    [InlineData("--region us-east-1", "no AWS credentials were found: give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    [InlineData("--profile yours", "--profile is \"yours\", which is not in the AWS configuration files")]
    public async Task What_has_to_be_fetched_from_a_stream_needs_the_access_that_fetches_it(string options, string problem)
    {
        using var home = new TemporaryFolder();
        const string counted = "1 failure message found: 0 would be through, 0 records put; nothing was changed";
        var file = _folder.Write("failures.ndjson", Message("clicks", ["1", "2"]));
        var stored = _folder.Write("folder/saved.json", Message("clicks", ["1", "2"]));

        Assert.Equal(
            (ExitCode.BadInput, counted, $"shardwise: the records of {file}, message 1 have to be fetched from clicks: {problem}"),
            await DryAsync(home, $"{file} {options}"));
        Assert.Equal(
            (ExitCode.BadInput, counted, $"shardwise: the records of {stored} have to be fetched from clicks: {problem}"),
            await DryAsync(home, $"{Path.GetDirectoryName(stored)} {options}"));
    }

    [Fact]
    public async Task A_message_of_another_region_than_would_be_read_is_refused_as_by_the_run_that_puts()
    {
        using var home = new TemporaryFolder();
        var file = _folder.Write("failures.ndjson", Message("clicks", ["1", "2"]));
        var expected = (ExitCode.BadInput, $"shardwise: {file}, message 1 is of clicks in us-east-1, and this would read eu-west-1: give --region us-east-1");

        var (exitCode, _, error) = await DryAsync(home, $"{file} --profile mine");
        var (realExitCode, _, realError) = await BareProcess.RunAsync(home, $"redrive {file} --profile mine");

        Assert.Equal(expected, (exitCode, error));
        Assert.Equal(expected, (realExitCode, realError.Trim()));
    }

    [Fact]
    public async Task What_has_its_records_in_it_or_is_through_is_counted_without_a_region_and_without_credentials()
    {
        using var home = new TemporaryFolder();
        _folder.Write("folder/1-0.json", Letter("clicks"));
        _folder.Write("folder/saved.json", Message("clicks", ["1", "2"], withRecords: true));
        var file = _folder.Write("failures.ndjson", Message("clicks", ["1", "2"]));
        _folder.Write("failures.ndjson.redriven", $"arn:aws:kinesis:us-east-1:000000000000:stream/clicks {Shard} 1 2\n");

        Assert.Equal(
            (ExitCode.Success, "1 found: 1 would be put into clicks; nothing was changed\n1 failure message found: 1 would be through, 2 records put into clicks; nothing was changed", ""),
            await DryAsync(home, Path.Combine(_folder.Path, "folder")));
        Assert.Equal(
            (ExitCode.Success, "1 failure message found: 0 would be through, 0 records put, 1 through before; nothing was changed", ""),
            await DryAsync(home, file));
    }

    /// <summary>Counts, finds nothing changed, puts, and finds it changed.</summary>
    private async Task BothAsync(RedriveSettings settings, string stream, Func<IEnumerable<string>> state, string counted, string put)
    {
        var (before, records) = (state().ToList(), await CountAsync(stream));

        var dry = await RunAsync(settings with { DryRun = true });

        Assert.Equal(counted, dry.Output);
        Assert.Equal(before, state());
        Assert.Equal(records, await CountAsync(stream));

        var real = await RunAsync(settings);

        Assert.Equal(put, real.Output);
        Assert.NotEqual(before, state());
        Assert.NotEqual(records, await CountAsync(stream));
        Assert.Equal(real.ExitCode, dry.ExitCode);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(RedriveSettings settings)
    {
        _output.GetStringBuilder().Clear();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var exitCode = await RedriveCommand.RunAsync(settings with { Endpoint = aws.Endpoint }, _output, _error, patience.Token);
        return (exitCode, Lines(_output.ToString()));
    }

    private static async Task<(int ExitCode, string Output, string Error)> DryAsync(TemporaryFolder home, string arguments)
    {
        var (exitCode, output, error) = await BareProcess.RunAsync(home, $"redrive {arguments} --dry-run");
        return (exitCode, Lines(output), Lines(error));
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd();

    private async Task<(string Name, string[] Sequences)> StreamAsync(int records)
    {
        var stream = await aws.StreamAsync(1);
        using var kinesis = aws.Kinesis();
        var sequences = new List<string>();
        for (var place = 0; place < records; place++)
            sequences.Add((await kinesis.PutRecordAsync(new PutRecordRequest
            {
                StreamName = stream, PartitionKey = $"user-{place}", Data = new MemoryStream(Encoding.UTF8.GetBytes($"{place}")),
            })).SequenceNumber);
        return (stream, [.. sequences]);
    }

    private async Task<int> CountAsync(string stream)
    {
        using var kinesis = aws.Kinesis();
        var iterator = await kinesis.GetShardIteratorAsync(
            new GetShardIteratorRequest { StreamName = stream, ShardId = Shard, ShardIteratorType = Amazon.Kinesis.ShardIteratorType.TRIM_HORIZON });
        return (await kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator.ShardIterator })).Records?.Count ?? 0;
    }

    private (string Source, string Folder) BucketOf()
    {
        var (name, folder) = aws.Bucket();
        return ($"s3://{name}/", folder);
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{path}: {File.ReadAllText(path)}");

    private static void Save(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static string Letter(string stream) => $$"""
        {"streamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/{{stream}}","shardId":"{{Shard}}","sequenceNumber":"4711","subSequenceNumber":0,
         "partitionKey":"u","approximateArrival":"2026-11-20T11:05:00.250Z","payloadBase64":"MQ=="}
        """;

    /// <summary>Lambda's message about records, with them in it or not.</summary>
    private static string Message(string stream, string[] sequences, bool withRecords = false, string shard = Shard)
    {
        var arn = $"arn:aws:kinesis:us-east-1:000000000000:stream/{stream}";
        var info = new { shardId = shard, startSequenceNumber = sequences[0], endSequenceNumber = sequences[^1], batchSize = sequences.Length, streamArn = arn };
        var records = sequences.Select(sequence => new
        {
            kinesis = new { partitionKey = "u", sequenceNumber = sequence, data = "MQ==", approximateArrivalTimestamp = 1795172700.25 },
            eventSource = "aws:kinesis", eventID = $"{Shard}:{sequence}", eventSourceARN = arn, awsRegion = "us-east-1",
        });
        return withRecords
            ? JsonSerializer.Serialize(new { KinesisBatchInfo = info, payload = new { Records = records } })
            : JsonSerializer.Serialize(new { KinesisBatchInfo = info });
    }
}
