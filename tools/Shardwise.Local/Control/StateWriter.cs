using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Parts;

namespace Shardwise.Local.Control;

/// <summary>A pipeline at one moment, as JSON: what the page draws, and what scripts ask.</summary>
internal sealed class StateWriter(
    LocalPipeline pipeline, PipelineContext context, FunctionDirectory functions, IReadOnlyList<EventSourceMapping> mappings,
    IReadOnlyList<IPipelinePart> parts, FaultBoard faults)
{
    private const int MostFailures = 100;

    public JsonObject Write()
    {
        var clock = (SpeededTimeProvider)context.Clock;
        var failures = pipeline.FailureQueue;
        var state = new JsonObject
        {
            ["time"] = clock.GetUtcNow(),
            ["realTime"] = DateTimeOffset.UtcNow,
            ["speed"] = clock.Speed,
            ["aheadSeconds"] = clock.Ahead.TotalSeconds,
            ["endpoint"] = pipeline.Services.Endpoint.GetLeftPart(UriPartial.Authority),
            ["region"] = context.Account.Region,
            ["account"] = context.Account.Id,
            ["stacks"] = new JsonArray([.. context.Plan.Stacks.Select(stack => (JsonNode)stack)]),
            ["streams"] = new JsonArray([.. pipeline.Services.Kinesis.StreamNames.Select(Stream)]),
            ["functions"] = new JsonArray([.. functions.All.Select(Function)]),
            ["mappings"] = new JsonArray([.. mappings.Select(mapping => mapping.State())]),
            ["failureCount"] = failures.Count,
            ["failures"] = new JsonArray([.. failures.TakeLast(MostFailures).Select(Failure)]),
            ["buckets"] = new JsonArray([.. pipeline.Buckets.Values.Select(bucket => (JsonNode)bucket)]),
            ["faults"] = faults.List(),
            ["notRun"] = new JsonArray([.. pipeline.NotRun.Select(note => (JsonNode)note)]),
        };
        var others = new JsonObject();
        foreach (var part in parts)
        {
            if (part.State() is { } own)
            {
                others[part.Name] = own;
            }
        }

        state["parts"] = others;
        return state;
    }

    /// <summary>What an on-failure destination is told of.</summary>
    public static JsonObject Failure(FailureQueueMessage message) => new()
    {
        ["function"] = message.FunctionName,
        ["destination"] = message.Queue,
        ["condition"] = message.Condition,
        ["stream"] = message.StreamArn,
        ["shard"] = message.ShardId,
        ["firstSequenceNumber"] = message.FirstSequenceNumber,
        ["lastSequenceNumber"] = message.LastSequenceNumber,
        ["batchSize"] = message.BatchSize,
        ["attempts"] = message.Attempts,
        ["at"] = message.Timestamp,
        ["lastError"] = message.LastError,
    };

    private JsonNode? Stream(string name)
    {
        if (pipeline.Services.Kinesis.Find(name) is not { } stream)
        {
            return null;
        }

        var defined = pipeline.Streams.FirstOrDefault(candidate => candidate.Name == name);
        return new JsonObject
        {
            ["name"] = name,
            ["logicalId"] = defined?.LogicalId,
            ["arn"] = defined?.Arn ?? context.Account.Arn("kinesis", $"stream/{name}"),
            ["status"] = stream.Status,
            ["openShards"] = stream.OpenShards,
            ["targetShards"] = stream.TargetShards,
            ["acceptedRecords"] = stream.AcceptedRecords,
            ["acceptedBytes"] = stream.AcceptedBytes,
            ["throttledRecords"] = stream.ThrottledRecords,
            ["readRecords"] = stream.ReadRecords,
            ["readBytes"] = stream.ReadBytes,
            ["iteratorAgeMilliseconds"] = stream.IteratorAge.TotalMilliseconds,
            ["shards"] = new JsonArray([.. stream.Shards.Select(Shard)]),
        };
    }

    // Hash keys are 128 bits: texts, since numbers of JSON are not.
    private static JsonNode Shard(ShardSnapshot shard) => new JsonObject
    {
        ["id"] = shard.ShardId,
        ["isOpen"] = shard.IsOpen,
        ["startingHashKey"] = shard.StartingHashKey.ToString(CultureInfo.InvariantCulture),
        ["endingHashKey"] = shard.EndingHashKey.ToString(CultureInfo.InvariantCulture),
        ["acceptedRecords"] = shard.AcceptedRecords,
        ["acceptedBytes"] = shard.AcceptedBytes,
        ["throttledRecords"] = shard.ThrottledRecords,
        ["lastSequenceNumber"] = shard.LastSequenceNumber,
    };

    private static JsonNode Function(FunctionRuntime function)
    {
        var (median, p90, longest) = function.Statistics.Durations();
        var definition = function.Definition;
        return new JsonObject
        {
            ["name"] = definition.Name,
            ["logicalId"] = definition.LogicalId,
            ["stack"] = definition.Stack,
            ["arn"] = definition.Arn,
            ["runtime"] = definition.Runtime,
            ["handler"] = definition.Handler,
            ["timeoutSeconds"] = definition.Timeout.TotalSeconds,
            ["concurrency"] = function.Concurrency,
            ["processes"] = new JsonArray([.. function.ProcessIds.Select(id => (JsonNode)id)]),
            ["inFlight"] = function.InFlight,
            ["invocations"] = function.Invocations,
            ["errors"] = function.Errors,
            ["restarts"] = function.Restarts,
            ["durationMilliseconds"] = new JsonObject { ["median"] = median, ["p90"] = p90, ["longest"] = longest },
            ["lastError"] = function.Statistics.LastError is { } last
                ? new JsonObject { ["error"] = last.Error, ["requestId"] = last.RequestId, ["at"] = last.At }
                : null,
            ["lastLogLine"] = function.LastLogLine,
        };
    }
}
