using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>Everything about streams that is neither records nor reshards: passed to the emulator, with status, shard count and times as the front has them.</summary>
internal sealed class StreamHandler(EmulatorClient emulator, StreamDirectory streams, LocalServicesOptions options, SpeededTimeProvider clock)
{
    public async Task<ReadOnlyMemory<byte>> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var name = request["StreamName"]?.GetValue<string>() ?? StreamDirectory.NameInArn(request["StreamARN"]?.GetValue<string>());
        if (operation == "CreateStream" && request["ShardCount"] is JsonValue count && count.TryGetValue<int>(out var shards) && shards > options.ShardLimit)
        {
            throw AwsError.LimitExceeded($"CreateStream cannot exceed the limit of {options.ShardLimit} shards; {shards} were asked for.");
        }

        Convert(request, "StreamCreationTimestamp", clock.ToReal);
        Convert(request["ShardFilter"], "Timestamp", clock.ToReal);
        if (operation == "ListShards")
        {
            return await ListShardsAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var reply = await emulator.CallAsync(operation, request.ToJsonString(), cancellationToken).ConfigureAwait(false);
        EmulatorErrors.ThrowIfRefused(reply);
        await FollowAsync(operation, name, cancellationToken).ConfigureAwait(false);
        return reply.Body.Length == 0 ? reply.Body : Rewrite(operation, reply.Body);
    }

    // AWS gives 1,000 shards a page unless asked otherwise; the emulator gives 100 whatever it is asked.
    private async Task<ReadOnlyMemory<byte>> ListShardsAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var left = request["MaxResults"]?.GetValue<int>() ?? 1_000;
        var shards = new JsonArray();
        while (true)
        {
            request["MaxResults"] = left;
            var reply = await emulator.CallAsync("ListShards", request.ToJsonString(), cancellationToken).ConfigureAwait(false);
            EmulatorErrors.ThrowIfRefused(reply);
            var page = JsonNode.Parse(reply.Body)!;
            var listed = page["Shards"]!.AsArray();
            left -= listed.Count;
            foreach (var shard in listed)
            {
                shards.Add(shard!.DeepClone());
            }

            var next = page["NextToken"]?.GetValue<string>();
            if (next is null || left <= 0 || listed.Count == 0)
            {
                return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["NextToken"] = next, ["Shards"] = shards });
            }

            request = new JsonObject { ["NextToken"] = next };
        }
    }

    private async Task FollowAsync(string operation, string? name, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "CreateStream":
                await streams.AddAsync(name!, cancellationToken).ConfigureAwait(false);
                break;
            case "DeleteStream":
                streams.Remove(name!);
                break;
            case "UpdateStreamMode" or "UpdateMaxRecordSize" when name is not null && streams.Find(name) is { } stream:
                await streams.RefreshAsync(stream, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private byte[] Rewrite(string operation, byte[] body)
    {
        var reply = JsonNode.Parse(body)!;
        switch (operation)
        {
            case "DescribeStreamSummary":
                Describe(reply["StreamDescriptionSummary"]!, withCount: true);
                break;
            case "DescribeStream":
                Describe(reply["StreamDescription"]!, withCount: false);
                break;
            case "ListStreams" when reply["StreamSummaries"] is JsonArray summaries:
                foreach (var summary in summaries)
                {
                    Describe(summary!, withCount: false);
                }

                break;
            default:
                return body;
        }

        return JsonSerializer.SerializeToUtf8Bytes(reply);
    }

    private void Describe(JsonNode description, bool withCount)
    {
        Convert(description, "StreamCreationTimestamp", clock.ToSimulated);
        if (streams.Find(description["StreamName"]!.GetValue<string>()) is not { } stream)
        {
            return;
        }

        description["StreamStatus"] = stream.IsUpdating ? "UPDATING" : "ACTIVE";
        if (withCount)
        {
            description["OpenShardCount"] = stream.ReportedOpenShards;
        }
    }

    private static void Convert(JsonNode? holder, string member, Func<DateTimeOffset, DateTimeOffset> convert)
    {
        if (holder?[member] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        {
            holder[member] = EpochTime.Write(convert(EpochTime.Read(value.GetValue<double>())));
        }
    }
}
