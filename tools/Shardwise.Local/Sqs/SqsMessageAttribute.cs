using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shardwise.Local.Sqs;

/// <summary>An attribute of a message: <c>String</c>, <c>Number</c> or <c>Binary</c>, with a custom suffix or without.</summary>
internal sealed record SqsMessageAttribute(string DataType, string? StringValue, ReadOnlyMemory<byte>? BinaryValue)
{
    public int Size(string name) => Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(DataType)
        + Encoding.UTF8.GetByteCount(StringValue ?? "") + (BinaryValue?.Length ?? 0);

    /// <summary>The digest that clients compare with their own, over the attributes by name.</summary>
    public static string? Md5(IReadOnlyDictionary<string, SqsMessageAttribute> attributes)
    {
        if (attributes.Count == 0)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var (name, attribute) in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, Encoding.UTF8.GetBytes(attribute.DataType));
            hash.AppendData([attribute.BinaryValue is null ? (byte)1 : (byte)2]);
            Append(hash, attribute.BinaryValue is { } bytes ? bytes.Span : Encoding.UTF8.GetBytes(attribute.StringValue ?? ""));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
