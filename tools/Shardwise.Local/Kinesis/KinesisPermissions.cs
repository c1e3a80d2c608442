using System.Text.Json;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.Local;

/// <summary>What a call of Kinesis needs to be allowed: the action of its name, on the stream or consumer that its body names.</summary>
internal static class KinesisPermissions
{
    private static readonly string[] Naming = ["StreamName", "StreamARN", "ConsumerARN", "ResourceARN", "ShardIterator"];

    /// <param name="call">The call.</param>
    /// <param name="streamArn">The ARN of a stream's name.</param>
    public static async Task<IReadOnlyList<NeededPermission>?> NeedsAsync(ServiceCall call, Func<string, string> streamArn)
    {
        if (OperationTable.Find(call.Operation) is null)
        {
            return [];
        }

        var names = Names(call.Protocol, await call.BodyAsync().ConfigureAwait(false));
        return [new NeededPermission("kinesis:" + call.Operation, Resource(names, streamArn))];
    }

    // A request that names nothing is refused by the service itself, with a better text.
    private static string Resource(IReadOnlyDictionary<string, string> names, Func<string, string> streamArn) =>
        names.GetValueOrDefault("ConsumerARN") ?? names.GetValueOrDefault("StreamARN") ?? names.GetValueOrDefault("ResourceARN")
            ?? (names.TryGetValue("StreamName", out string? name) ? streamArn(name) : null)
            ?? (names.TryGetValue("ShardIterator", out string? iterator) && StreamOf(iterator) is { } stream ? streamArn(stream) : "*");

    private static string? StreamOf(string iterator)
    {
        try
        {
            return ShardIterator.Parse(iterator).Stream;
        }
        catch (Refusal)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Names(WireProtocol protocol, ReadOnlyMemory<byte> body)
    {
        try
        {
            return protocol == WireProtocol.AwsCbor11
                ? (CborValue.Read(body) as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>())
                    .Where(member => Naming.Contains(member.Key) && member.Value is string)
                        .ToDictionary(member => member.Key, member => (string)member.Value!)
                : Scan(body.Span);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            // The service says what is wrong with the body.
            return [];
        }
    }

    // A batch of 10 MiB is gone over without being taken apart.
    private static Dictionary<string, string> Scan(ReadOnlySpan<byte> body)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            string? naming = null;
            foreach (string name in Naming)
            {
                naming = reader.ValueTextEquals(name) ? name : naming;
            }

            reader.Read();
            if (naming is not null && reader.TokenType == JsonTokenType.String)
            {
                names[naming] = reader.GetString()!;
            }
            else
            {
                reader.Skip();
            }
        }

        return names;
    }
}
