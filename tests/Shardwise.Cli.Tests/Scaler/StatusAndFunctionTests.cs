using System.Text;
using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.Kinesis.Model;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Runtime;
using Shardwise.Cli.Scaler;
using Shardwise.Cli.Tests.Planning;
using Shardwise.Scaler;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Tests;
using Shardwise.Scaling;

namespace Shardwise.Cli.Tests.Scaler;

/// <summary>What <c>scaler status</c> says beside what the function itself decides in the same minute, of the same stream.</summary>
public sealed class StatusAndFunctionTests(LocalAws aws) : IClassFixture<LocalAws>
{
    private const int Open = 12;

    [Theory]
    [InlineData(40, 0, "Down from 12 to 7 shards: by splits and merges, bytes at 35 % of 12 shards", "40 of 40 splits and merges")]
    [InlineData(40, 40, "Down from 12 to 7 shards: bytes at 35 % of 12 shards", "0 of 40 splits and merges")]
    [InlineData(24, 24, "Down from 12 to 7 shards: bytes at 35 % of 12 shards", "0 of 24 splits and merges")]
    [InlineData(24, 40, "Down from 12 to 7 shards: bytes at 35 % of 12 shards", "0 of 24 splits and merges")]
    public async Task Status_decides_as_the_function_also_when_the_splits_and_merges_of_the_day_are_made(int aDay, int made, string decision, string left)
    {
        var stream = await aws.StreamAsync(Open);
        // The newest minute in which a way down is weighed, one of five; status does not look at the newest minute that the function sees.
        var now = new DateTimeOffset(DateTimeOffset.UtcNow.UtcTicks / TimeSpan.FromMinutes(5).Ticks * TimeSpan.FromMinutes(5).Ticks, TimeSpan.Zero).AddMinutes(-3);
        var sinceThen = (int)(DateTimeOffset.UtcNow - now).TotalMinutes;
        for (var ago = 3; ago < 120; ago++)
            aws.Minute(stream, sinceThen + ago, 4.2);
        var target = new ScalingTarget { StreamName = stream, MinShards = 1, MaxShards = 100, ReshardsADay = aDay };
        var tags = new Dictionary<string, string>
        {
            ["shardwise:mode"] = "dry-run", ["shardwise:target"] = TargetCodec.Encode(target), ["shardwise:state"] = "v1 shards:12",
        };
        if (made > 0)
            tags["shardwise:steps"] = $"v1 {now.AddHours(-5):yyMMddHHmm}={made - 3} {now.AddHours(-3):yyMMddHHmm}=3";
        using var kinesis = aws.Kinesis();
        await kinesis.AddTagsToStreamAsync(new AddTagsToStreamRequest { StreamName = stream, Tags = tags });
        using var cloudWatch = new AmazonCloudWatchClient(
            new BasicAWSCredentials("local", "local"), new AmazonCloudWatchConfig { ServiceURL = aws.Endpoint, AuthenticationRegion = "us-east-1" });

        var status = await new StatusReader(kinesis, cloudWatch, "us-east-1").ReadAsync(stream, null, now, CancellationToken.None);

        using var log = new MemoryStream();
        await new Function(kinesis, kinesis, cloudWatch, log).HandleAsync(
            new CloudWatchEvent<ScalingTarget> { Time = now.UtcDateTime, DetailType = "Scheduled Event", Detail = target }, new FakeContext());
        var decided = JsonDocument.Parse(Encoding.UTF8.GetString(log.ToArray()).Split('\n')[0]).RootElement;
        var reason = decided.GetProperty("reason").GetString()!;
        Assert.StartsWith(decision, reason, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"{stream} in us-east-1: 12 shards, ACTIVE; the scaler is on dry run",
                $"plans      {reason}",
                $"has left   10 of 10 operations; {left}",
            ],
            StatusText.Of(status, stream, "us-east-1").Where((_, line) => line is 0 or 2 or 3));
    }
}
