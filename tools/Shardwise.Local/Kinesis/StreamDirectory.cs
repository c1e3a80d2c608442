using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>The streams that the front knows, read from the emulator when they are made or changed.</summary>
internal sealed class StreamDirectory(EmulatorClient emulator, LocalServicesOptions options, ShardLimits limits)
{
    private readonly ConcurrentDictionary<string, StreamState> _streams = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. _streams.Keys.Order(StringComparer.Ordinal)];

    public StreamState? Find(string name) => _streams.GetValueOrDefault(name);

    /// <exception cref="AwsError">The request names no stream, or one that does not exist.</exception>
    public StreamState Require(string? name, string? arn)
    {
        name ??= NameInArn(arn) ?? throw AwsError.InvalidArgument("Either StreamName or StreamARN must be given.");
        return Find(name) ?? throw AwsError.NotFound($"Stream {name} under account {options.AccountId} not found.");
    }

    public static string? NameInArn(string? arn)
    {
        const string Mark = ":stream/";
        var at = arn?.IndexOf(Mark, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null : arn![(at + Mark.Length)..].Split('/')[0];
    }

    public async Task AddAsync(string name, CancellationToken cancellationToken)
    {
        var stream = new StreamState(name, limits) { MaxRecordBytes = options.MaxRecordBytes };
        stream.Adopt(await ShardsAsync(name, cancellationToken).ConfigureAwait(false));
        await RefreshAsync(stream, cancellationToken).ConfigureAwait(false);
        _streams[name] = stream;
    }

    public void Remove(string name) => _streams.TryRemove(name, out _);

    /// <summary>Reads the stream's mode and record size again.</summary>
    public async Task RefreshAsync(StreamState stream, CancellationToken cancellationToken)
    {
        var reply = await emulator.CallAsync("DescribeStreamSummary", Body(stream.Name), cancellationToken).ConfigureAwait(false);
        var summary = JsonNode.Parse(reply.Body)?["StreamDescriptionSummary"]
            ?? throw AwsError.InternalFailure($"The Kinesis emulator could not describe stream {stream.Name}.");
        stream.IsOnDemand = summary["StreamModeDetails"]?["StreamMode"]?.GetValue<string>() == "ON_DEMAND";
        if (summary["MaxRecordSizeInKiB"] is JsonValue kib)
        {
            stream.MaxRecordBytes = Math.Max(options.MaxRecordBytes, kib.GetValue<int>() * 1024);
        }
    }

    public async Task<IReadOnlyList<EmulatorShard>> ShardsAsync(string name, CancellationToken cancellationToken)
    {
        var shards = new List<EmulatorShard>();
        var request = Body(name);
        while (true)
        {
            var reply = await emulator.CallAsync("ListShards", request, cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccess)
            {
                throw AwsError.InternalFailure($"The Kinesis emulator could not list the shards of stream {name}.");
            }

            using var page = JsonDocument.Parse(reply.Body);
            shards.AddRange(page.RootElement.GetProperty("Shards").EnumerateArray().Select(Shard));
            if (page.RootElement.GetProperty("NextToken") is not { ValueKind: JsonValueKind.String } next)
            {
                return shards;
            }

            request = new JsonObject { ["NextToken"] = next.GetString() }.ToJsonString();
        }
    }

    private static string Body(string name) => new JsonObject { ["StreamName"] = name }.ToJsonString();

    private static EmulatorShard Shard(JsonElement shard)
    {
        var range = shard.GetProperty("HashKeyRange");
        var isOpen = !shard.GetProperty("SequenceNumberRange").TryGetProperty("EndingSequenceNumber", out var end) || end.ValueKind == JsonValueKind.Null;
        return new EmulatorShard(shard.GetProperty("ShardId").GetString()!, Key(range, "StartingHashKey"), Key(range, "EndingHashKey"), isOpen);
    }

    private static UInt128 Key(JsonElement range, string name) => UInt128.Parse(range.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
