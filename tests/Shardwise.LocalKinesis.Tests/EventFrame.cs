using System.Buffers.Binary;
using System.Text;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>Reads an event stream as SubscribeToShard answers with.</summary>
internal static class EventFrame
{
    /// <summary>The next frame: its type and its payload.</summary>
    public static async Task<(string Type, string Payload)> NextAsync(Stream events)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var prelude = new byte[12];
        await events.ReadExactlyAsync(prelude, patience.Token);
        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(prelude) - 12];
        await events.ReadExactlyAsync(rest, patience.Token);
        var headerLength = BinaryPrimitives.ReadInt32BigEndian(prelude.AsSpan(4));
        var headers = new Dictionary<string, string>();
        for (var at = 0; at < headerLength;)
        {
            var name = Encoding.ASCII.GetString(rest, at + 1, rest[at]);
            at += 2 + rest[at];
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest.AsSpan(at));
            headers[name] = Encoding.ASCII.GetString(rest, at + 2, length);
            at += 2 + length;
        }

        Assert.Equal("event", headers[":message-type"]);
        return (headers[":event-type"], Encoding.UTF8.GetString(rest.AsSpan(headerLength, rest.Length - headerLength - 4)));
    }
}
