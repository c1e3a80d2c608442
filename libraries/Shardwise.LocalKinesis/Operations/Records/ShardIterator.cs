using System.Buffers.Binary;
using System.Text;
using Shardwise.LocalKinesis.Log;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>
/// What a reader holds: the next record of a shard that it has not seen, and when it was told so. 288 characters for the longest names.
/// </summary>
internal readonly record struct ShardIterator(Scope Scope, string Stream, long CreatedMilliseconds, int Shard, long Position,
    long IssuedMilliseconds)
{
    private const int HeaderLength = 8 + 4 + 4 + 8 + 8 + 8;

    /// <exception cref="Refusal">It is none of ours.</exception>
    public static ShardIterator Parse(string text)
    {
        // Quotation marks come with an iterator that a shell took from printed JSON.
        var trimmed = text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        var bytes = new byte[trimmed.Length];
        if (!Convert.TryFromBase64String(trimmed, bytes, out var length) || length < HeaderLength || BinaryPrimitives.ReadInt64BigEndian(bytes) != 1
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) != Checksum.Of(bytes.AsSpan(12, length - 12)))
        {
            throw Refusals.IteratorInvalid();
        }

        var names = Encoding.UTF8.GetString(bytes.AsSpan(HeaderLength, length - HeaderLength)).TrimEnd('\0').Split('/');
        return new ShardIterator(
            new Scope(names[0], names[1]),
            names[2],
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32)));
    }

    /// <summary>As real ones look: base64, the first eight bytes a 1, the length 8 beyond a multiple of 16.</summary>
    public override string ToString()
    {
        var names = Encoding.UTF8.GetBytes($"{Scope.Account}/{Scope.Region}/{Stream}");
        var length = HeaderLength + names.Length;
        var bytes = new byte[length + ((8 - (length % 16) + 16) % 16)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Shard);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), CreatedMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Position);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), IssuedMilliseconds);
        names.CopyTo(bytes.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Checksum.Of(bytes.AsSpan(12)));
        return Convert.ToBase64String(bytes);
    }
}
