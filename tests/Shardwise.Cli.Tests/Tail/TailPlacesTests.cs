using System.Globalization;
using System.Text;
using System.Text.Json;
using Shardwise.Cli.Tail;

namespace Shardwise.Cli.Tests.Tail;

/// <summary>What a tail does when the service answers as it does on a bad day.</summary>
public sealed class TailPlacesTests
{
    // Nothing like this machine's clock.
    private static readonly DateTimeOffset ServiceTime = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public async Task An_iterator_that_expires_before_a_record_came_is_renewed_by_the_services_clock()
    {
        var reads = 0;
        await using var aws = Stream(_ => ++reads switch
        {
            1 => Page(),
            2 => AwsReply.Error("ExpiredIteratorException", "Iterator expired."),
            _ => Page(("1", "u", "first"u8.ToArray())),
        });
        aws.Clock = ServiceTime;

        var lines = await TailAsync(new TailSettings { Stream = "clicks", Count = 1 }, aws);

        Assert.Equal("first", lines[0].GetProperty("text").GetString());
        var iterators = aws.Of("GetShardIterator").ToList();
        Assert.Equal(["LATEST", "AT_TIMESTAMP"], iterators.Select(iterator => iterator.GetProperty("ShardIteratorType").GetString()));
        Assert.Equal(ServiceTime.ToUnixTimeSeconds(), iterators[1].GetProperty("Timestamp").GetDouble());
    }

    [Fact]
    public async Task An_iterator_that_expires_later_is_renewed_by_the_last_sequence_number()
    {
        var reads = 0;
        await using var aws = Stream(_ => ++reads switch
        {
            1 => Page(("4711", "u", "first"u8.ToArray())),
            2 => Page(),
            3 => AwsReply.Error("ExpiredIteratorException", "Iterator expired."),
            _ => Page(("4712", "u", "second"u8.ToArray())),
        });

        var lines = await TailAsync(new TailSettings { Stream = "clicks", Count = 2 }, aws);

        Assert.Equal(["first", "second"], lines.Select(line => line.GetProperty("text").GetString()));
        var renewed = aws.Of("GetShardIterator").Last();
        Assert.Equal(("AFTER_SEQUENCE_NUMBER", "4711"), (renewed.GetProperty("ShardIteratorType").GetString(), renewed.GetProperty("StartingSequenceNumber").GetString()));
        Assert.False(renewed.TryGetProperty("Timestamp", out _));
    }

    [Theory]
    [InlineData("AccessDeniedException", "User: arn:aws:iam::123456789012:user/joe is not authorized to perform: kinesis:GetRecords with an explicit deny", "these credentials do not allow reading for stream clicks in us-east-1; tail needs kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords (AccessDeniedException: {0})")]
    [InlineData("InvalidArgumentException", "Invalid\r\n  ShardIterator.\u001b[31m", "reading for stream clicks in us-east-1 was answered with InvalidArgumentException: Invalid ShardIterator.[31m")]
    [InlineData("KMSDisabledException", null, "reading for stream clicks in us-east-1 was answered with KMSDisabledException")]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired", "AWS does not take these credentials: are they expired, or for another partition than us-east-1? (ExpiredTokenException: {0})")]
    public async Task What_AWS_says_is_told_with_its_code(string code, string? message, string expected)
    {
        await using var aws = Stream(_ => AwsReply.Error(code, message));

        var failure = await Assert.ThrowsAsync<FailureException>(() => TailAsync(new TailSettings { Stream = "clicks", Count = 1 }, aws));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, message), failure.Message);
    }

    [Fact]
    public async Task A_record_without_a_partition_key_has_none_in_its_line()
    {
        await using var aws = Stream(_ => Page(("1", null, "1"u8.ToArray()), ("2", "u", "2"u8.ToArray())));

        var lines = await TailAsync(new TailSettings { Stream = "clicks", Count = 2 }, aws);
        var ofKey = await TailAsync(new TailSettings { Stream = "clicks", Count = 1, Keys = ["u"] }, aws);

        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("key").ValueKind);
        Assert.Equal("2", ofKey[0].GetProperty("sequence").GetString());
    }

    [Fact]
    public async Task Payloads_are_taken_out_of_gzip_if_asked_for()
    {
        var packed = Gzip.Pack("""{"n":1}""");
        await using var aws = Stream(_ => Page(("1", "u", packed), ("2", "u", "plain"u8.ToArray()), ("3", "u", packed[..^3])));

        var lines = await TailAsync(new TailSettings { Stream = "clicks", Count = 3, Unpack = TailUnpack.Gzip }, aws);
        var asTheyAre = await TailAsync(new TailSettings { Stream = "clicks", Count = 1 }, aws);

        Assert.Equal(1, lines[0].GetProperty("data").GetProperty("n").GetInt32());
        Assert.Equal("plain", lines[1].GetProperty("text").GetString());
        Assert.Equal(($"gzip that is cut off in its gzip member 1, at byte {packed.Length - 3}", Convert.ToBase64String(packed[..^3])), (lines[2].GetProperty("broken").GetString(), lines[2].GetProperty("base64").GetString()));
        Assert.Equal(Convert.ToBase64String(packed), asTheyAre[0].GetProperty("base64").GetString());
    }

    [Fact]
    public async Task Log_events_of_a_subscription_are_lines_of_their_own()
    {
        var control = Gzip.Pack("""{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Kinesis stream."}]}""");
        var data = Gzip.Pack("""{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/aws/lambda/f","logStream":"s","subscriptionFilters":["all"],"logEvents":[{"id":"a","timestamp":1795172700250,"message":"START"},{"id":"b","timestamp":1795172700251,"message":"{\"level\":\"error\"}"}]}""");
        await using var aws = Stream(_ => Page(("1", "u", control), ("2", "u", data), ("3", "u", Gzip.Pack("other"))));

        var lines = await TailAsync(new TailSettings { Stream = "clicks", Count = 3, Unpack = TailUnpack.CloudWatchLogs }, aws);
        var errors = await TailAsync(new TailSettings { Stream = "clicks", Count = 1, Unpack = TailUnpack.CloudWatchLogs, Path = "$.level", EqualTo = "error" }, aws);

        Assert.Equal(("/aws/lambda/f", "s", "a", "2026-11-20T11:05:00.250Z", "START"), (Text(lines[0], "logGroup"), Text(lines[0], "logStream"), Text(lines[0], "id"), Text(lines[0], "time"), Text(lines[0], "text")));
        Assert.Equal("error", lines[1].GetProperty("data").GetProperty("level").GetString());
        Assert.Equal(("3", "other"), (Text(lines[2], "sequence"), Text(lines[2], "text")));
        Assert.Equal("b", Text(errors[0], "id"));
    }

    [Theory]
    [InlineData("253402300799999", "9999-12-31T23:59:59.999Z")]
    [InlineData("253402300800000", null)]
    [InlineData("99999999999999999", null)]
    [InlineData("-1", null)]
    public async Task A_log_event_has_the_time_that_it_says_or_none(string timestamp, string? time)
    {
        var data = Gzip.Pack($$"""{"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"id":"a","timestamp":{{timestamp}},"message":"m"}]}""");
        await using var aws = Stream(_ => Page(("1", "u", data)));

        var line = Assert.Single(await TailAsync(new TailSettings { Stream = "clicks", Count = 1, Unpack = TailUnpack.CloudWatchLogs }, aws));

        Assert.Equal(time, line.TryGetProperty("time", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task An_unknown_way_to_unpack_is_one_line()
    {
        using var error = new StringWriter();

        Assert.Equal(ExitCode.BadInput, await CommandLine.RunAsync(["tail", "clicks", "--unpack", "zip"], error, CancellationToken.None));

        Assert.Equal($"shardwise: --unpack is \"zip\"; gzip or cloudwatch-logs is allowed{Environment.NewLine}", error.ToString());
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private static AwsEndpoint Stream(Func<JsonElement, AwsReply> getRecords) => new((operation, body) => operation switch
    {
        "ListShards" => AwsReply.Ok(new { Shards = new[] { new { ShardId = "shardId-000000000000", SequenceNumberRange = new { StartingSequenceNumber = "0" }, HashKeyRange = new { StartingHashKey = "0", EndingHashKey = "1" } } } }),
        "GetShardIterator" => AwsReply.Ok(new { ShardIterator = "iterator" }),
        _ => getRecords(body),
    });

    private static AwsReply Page(params (string Sequence, string? Key, byte[] Data)[] records) => AwsReply.Ok(new
    {
        Records = records.Select(record => new { SequenceNumber = record.Sequence, PartitionKey = record.Key, Data = Convert.ToBase64String(record.Data), ApproximateArrivalTimestamp = 1795172700.25 }),
        NextShardIterator = "next",
        MillisBehindLatest = 0,
    });

    private static async Task<List<JsonElement>> TailAsync(TailSettings settings, AwsEndpoint aws)
    {
        using var output = new StringWriter();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal(ExitCode.Success, await TailCommand.RunAsync(settings with { Endpoint = aws.Address }, output, TextWriter.Null, patience.Token));
        return [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
