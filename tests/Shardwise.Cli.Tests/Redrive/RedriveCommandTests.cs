using System.Globalization;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Redrive;
using Shardwise.Cli.Tests.Planning;
using Record = Amazon.Kinesis.Model.Record;

namespace Shardwise.Cli.Tests.Redrive;

public sealed class RedriveCommandTests(LocalAws aws) : IClassFixture<LocalAws>, IDisposable
{
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
    [InlineData(true)]
    [InlineData(false)]
    public async Task Letters_go_back_into_the_stream_they_came_from_in_order_and_are_deleted(bool inS3)
    {
        var stream = await aws.StreamAsync(1);
        var (source, folder) = inS3 ? BucketOf() : (_folder.Path, _folder.Path);
        foreach (var sub in Enumerable.Range(0, 12))
            Letter(folder, $"2026/11/20/11/shardId-000000000000/4711-{sub}.json", stream, $"user-{sub}", Encoding.UTF8.GetBytes($"{sub}"));
        Letter(folder, "2026/11/20/10/shardId-000000000000/999-0.json", stream, "first", "first"u8.ToArray());

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = source }));

        Assert.Equal($"13 found: 13 put into {stream} and deleted", Output);
        Assert.Equal(
            [("first", "first"), .. Enumerable.Range(0, 12).Select(sub => ($"user-{sub}", $"{sub}"))],
            (await RecordsAsync(stream)).Select(record => (record.PartitionKey, Encoding.UTF8.GetString(record.Data.ToArray()))));
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var stream = await aws.StreamAsync(1);
        var (source, folder) = BucketOf();
        Letter(folder, "a/4711-0.json", stream, "u", "1"u8.ToArray());

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = source, DryRun = true }));

        Assert.Equal($"1 found: 1 would be put into {stream}; nothing was changed", Output);
        Assert.Empty(await RecordsAsync(stream));
        Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Marked_letters_are_kept_and_not_put_twice(bool inS3)
    {
        var stream = await aws.StreamAsync(1);
        var (source, folder) = inS3 ? BucketOf() : (_folder.Path, _folder.Path);
        Letter(folder, "a/4711-0.json", stream, "u", "1"u8.ToArray());
        var before = File.ReadAllText(Path.Combine(folder, "a/4711-0.json"));

        await RunAsync(new RedriveSettings { Source = source, Mark = true });
        await RunAsync(new RedriveSettings { Source = source, Mark = true });

        Assert.Equal($"1 found: 1 put into {stream} and marked{Environment.NewLine}0 found: 0 put and marked", Output);
        Assert.Single(await RecordsAsync(stream));
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder, "a/4711-0.json.redriven")));
    }

    [Fact]
    public async Task Another_stream_may_be_given_and_only_a_prefix_of_a_bucket()
    {
        var other = await aws.StreamAsync(1);
        var (source, folder) = BucketOf();
        Letter(folder, "wanted/4711-0.json", "gone", "u", "1"u8.ToArray(), hashKey: "42");
        Letter(folder, "other/4711-0.json", "gone", "u", "2"u8.ToArray());

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = source + "wanted/", To = other }));

        Assert.Equal($"1 found: 1 put into {other} and deleted", Output);
        Assert.Equal("1", Encoding.UTF8.GetString(Assert.Single(await RecordsAsync(other)).Data.ToArray()));
    }

    [Fact]
    public async Task Stopped_half_way_it_has_put_no_letter_that_is_still_there()
    {
        var stream = await aws.StreamAsync(1);
        foreach (var number in Enumerable.Range(1_000, 250))
            Letter(_folder.Path, $"{number}-0.json", stream, "u", Encoding.UTF8.GetBytes($"{number}"));
        using var stop = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(_folder.Path);
        watcher.Deleted += (_, _) => stop.Cancel();
        watcher.EnableRaisingEvents = true;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(new RedriveSettings { Source = _folder.Path }, stop.Token));

        var left = Directory.GetFiles(_folder.Path).Select(path => int.Parse(Path.GetFileName(path)[..4], CultureInfo.InvariantCulture)).Order().ToList();
        var put = (await RecordsAsync(stream)).Select(record => int.Parse(record.Data.ToArray(), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1_000, 250), put.Concat(left));
        Assert.NotEmpty(left);
        Assert.Equal($"250 found: {put.Count} put into {stream} and deleted", Output);
    }

    [Fact]
    public async Task A_payload_that_could_not_be_decoded_comes_back_as_it_was()
    {
        var stream = await aws.StreamAsync(1);
        byte[] damaged = [0xF3, 0x89, 0x9A, 0xC2, .. new byte[30]];
        Letter(_folder.Path, "4711-0.json", stream, "a", damaged);

        await RunAsync(new RedriveSettings { Source = _folder.Path });

        Assert.Equal(damaged, Assert.Single(await RecordsAsync(stream)).Data.ToArray());
    }

    [Fact]
    public async Task What_the_stream_does_not_take_stays()
    {
        var stream = await aws.StreamAsync(1);
        Letter(_folder.Path, "4711-0.json", stream, "u", "1"u8.ToArray());
        Letter(_folder.Path, "4712-0.json", stream, "", "2"u8.ToArray());
        Letter(_folder.Path, "4713-0.json", "nowhere", "u", "3"u8.ToArray());

        Assert.Equal(ExitCode.Failure, await RunAsync(new RedriveSettings { Source = _folder.Path }));

        Assert.Equal($"3 found: 1 put into nowhere, {stream} and deleted, 2 not put", Output);
        var errors = _error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            $"{Path.Combine(_folder.Path, "4712-0.json")} was not put: The partition key has 0 characters; 1 to 256 are allowed.", errors[0]);
        Assert.StartsWith($"{Path.Combine(_folder.Path, "4713-0.json")} was not put: Stream nowhere did not accept a user record of 2 bytes", errors[1], StringComparison.Ordinal);
        Assert.Equal(["4712-0.json", "4713-0.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("no JSON", "it is not a JSON object as the dead letters are")]
    [InlineData("{}", "it has no \"streamArn\"")]
    [InlineData("""{"streamArn":"arn:aws:kinesis:eu-west-1:1:stream/s","partitionKey":"u","payloadBase64":"*"}""", "its \"payloadBase64\" is not base64")]
    [InlineData("""{"streamArn":"clicks","partitionKey":"u","payloadBase64":""}""", "its \"streamArn\" names no stream")]
    public async Task What_is_no_dead_letter_is_left_alone(string content, string problem)
    {
        var path = _folder.Write("4711-0.json", content);

        Assert.Equal(ExitCode.Failure, await RunAsync(new RedriveSettings { Source = _folder.Path }));

        Assert.Equal("1 found: 0 put and deleted, 1 no dead letters", Output);
        Assert.Equal($"{path} was left: {problem}{Environment.NewLine}", _error.ToString());
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_letter_of_an_enhanced_fan_out_consumer_goes_to_its_stream()
    {
        var stream = await aws.StreamAsync(1);
        Letter(_folder.Path, "4711-0.json", $"{stream}/consumer/mine:1795172760", "u", "1"u8.ToArray());

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = _folder.Path }));

        Assert.Single(await RecordsAsync(stream));
    }

    [Theory]
    [InlineData("nowhere", "the folder nowhere does not exist (an S3 one is given as s3://BUCKET/PREFIX)")]
    [InlineData("s3:///x", "SOURCE is \"s3:///x\"; s3://BUCKET/PREFIX is allowed, or a folder")]
    [InlineData("s3://no-such-bucket/x", "there is no bucket for s3://no-such-bucket/x")]
    public async Task A_source_that_is_not_there_is_one_line(string source, string message)
    {
        var failure = await Assert.ThrowsAsync<InputException>(() => RunAsync(new RedriveSettings { Source = source }));

        Assert.Equal(message, failure.Message);
        Assert.Empty(Output);
    }

    private string Output => _output.ToString().TrimEnd();

    private Task<int> RunAsync(RedriveSettings settings, CancellationToken cancellationToken = default) =>
        RedriveCommand.RunAsync(settings with { Endpoint = aws.Endpoint }, _output, _error, cancellationToken);

    [Fact]
    public async Task Letters_of_this_machine_are_counted_without_a_region_and_without_credentials()
    {
        using var home = new TemporaryFolder();
        Letter(_folder.Path, "4711-0.json", "clicks", "u", "1"u8.ToArray());

        var (exitCode, output, error) = await BareProcess.RunAsync(home, $"redrive {_folder.Path} --dry-run");

        Assert.Equal((ExitCode.Success, ""), (exitCode, error));
        Assert.StartsWith("1 found: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_of_another_region_than_it_would_be_written_to_is_refused_before_anything_is_put()
    {
        using var home = new TemporaryFolder();
        Letter(_folder.Path, "4711-0.json", "clicks", "u", "1"u8.ToArray());

        var (exitCode, output, error) = await BareProcess.RunAsync(home, $"redrive {_folder.Path} --dry-run --region eu-west-1");

        Assert.Equal(
            (2, "1 found: 0 would be put; nothing was changed", $"shardwise: {_folder.Path}/4711-0.json came from clicks in us-east-1, and this would write to eu-west-1: give --region us-east-1, or --to STREAM"),
            (exitCode, output.Trim(), error.Trim()));
    }

    private (string Source, string Folder) BucketOf()
    {
        var (name, folder) = aws.Bucket();
        return ($"s3://{name}/", folder);
    }

    private static void Letter(string folder, string name, string stream, string key, byte[] payload, string? hashKey = null)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $$"""
            {"streamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/{{stream}}","shardId":"shardId-000000000000","sequenceNumber":"4711","subSequenceNumber":0,
             "partitionKey":"{{key}}",{{(hashKey is null ? "" : $"\"explicitHashKey\":\"{hashKey}\",")}}"approximateArrival":"2026-11-20T11:05:00.250Z","attempts":3,"reason":"Broken.",
             "payloadBase64":"{{Convert.ToBase64String(payload)}}"}
            """);
    }

    private async Task<List<Record>> RecordsAsync(string stream)
    {
        using var kinesis = aws.Kinesis();
        var iterator = await kinesis.GetShardIteratorAsync(
            new GetShardIteratorRequest { StreamName = stream, ShardId = "shardId-000000000000", ShardIteratorType = ShardIteratorType.TRIM_HORIZON });
        return (await kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator.ShardIterator })).Records ?? [];
    }
}
