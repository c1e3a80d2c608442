using System.Text.Json;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Finds the stream or the consumer that an ARN names, and what else operations on both share.</summary>
internal static class Resources
{
    /// <summary>The stream, and the consumer where ResourceARN names one.</summary>
    public static (KinesisStream Stream, Consumer? Consumer) Require(Call call) => Find(call, call.Required("ResourceARN"));

    /// <summary>The consumer that ConsumerARN, or StreamARN and ConsumerName, or all three name.</summary>
    public static (KinesisStream Stream, Consumer Consumer) RequireConsumer(Call call)
    {
        var (streamArn, name, arn) = (call.Input.Text("StreamARN"), call.Input.Text("ConsumerName"), call.Input.Text("ConsumerARN"));
        if (arn is null && (streamArn is null || name is null))
        {
            throw Refusals.ConsumerNeeded();
        }

        var (stream, consumer) = arn is null ? (call.RequireStream(), null) : Find(call, arn);
        lock (stream.Gate)
        {
            consumer ??= stream.Consumers.Find(item => item.Name == name) ?? throw Refusals.ConsumerNotFound(stream, name ?? arn!);
        }

        return (streamArn is null || streamArn == stream.Arn) && (name is null || name == consumer.Name)
            ? (stream, consumer) : throw Refusals.ConsumerArnsDiffer();
    }

    /// <exception cref="Refusal">StreamCreationTimestamp is that of another stream of the same name.</exception>
    public static void RequireIncarnation(Call call, KinesisStream stream)
    {
        if (call.Input.Milliseconds("StreamCreationTimestamp") is { } created
            && Math.Abs(created - stream.CreatedAt.ToUnixTimeMilliseconds()) >= 1000)
        {
            throw Refusals.OtherIncarnation(stream.Scope, stream.Name);
        }
    }

    public static void SetPolicy(Call call, string? policy)
    {
        var (stream, consumer) = Require(call);
        lock (stream.Gate)
        {
            if (consumer is null)
            {
                stream.Policy = policy;
            }
            else if (consumer.Status == StreamStatus.Active)
            {
                consumer.Policy = policy;
            }
            else
            {
                throw Refusals.ConsumerNotActive(stream, consumer);
            }

            call.Store.Save(stream);
        }
    }

    public static bool IsJsonObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (KinesisStream Stream, Consumer? Consumer) Find(Call call, string arn)
    {
        var parsed = StreamArn.Parse(arn) ?? throw Refusals.NotAStreamArn(arn);
        call.Enter(parsed.Scope);
        var stream = call.Use(call.Store.Find(call.Scope, parsed.Stream, call.Now) ?? throw Refusals.NotFound(parsed.Scope, parsed.Stream));
        lock (stream.Gate)
        {
            var consumer = parsed.Consumer is null ? null
                : stream.Consumers.Find(item => item.Arn.EndsWith("/consumer/" + parsed.Consumer, StringComparison.Ordinal))
                    ?? throw Refusals.ConsumerNotFound(stream, parsed.Consumer);
            return (stream, consumer);
        }
    }
}
