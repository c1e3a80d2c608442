using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Shardwise.Kpl.Tests;

/// <summary>Writes the bytes of an aggregated record field by field, so that a test can write any record, right or wrong.</summary>
internal sealed class WireBuilder
{
    public static readonly byte[] Magic = [0xF3, 0x89, 0x9A, 0xC2];

    private readonly MemoryStream _bytes = new();

    public WireBuilder PartitionKey(string key) => Bytes(1, Encoding.UTF8.GetBytes(key));

    public WireBuilder ExplicitHashKey(string key) => Bytes(2, Encoding.UTF8.GetBytes(key));

    public WireBuilder Record(Action<WireBuilder> fields)
    {
        var record = new WireBuilder();
        fields(record);
        return Bytes(3, record._bytes.ToArray());
    }

    public WireBuilder Record(ulong partitionKeyIndex, string data) =>
        Record(r => r.Varint(1, partitionKeyIndex).Bytes(3, Encoding.UTF8.GetBytes(data)));

    public WireBuilder Record(ulong partitionKeyIndex, ulong explicitHashKeyIndex, string data) =>
        Record(r => r.Varint(1, partitionKeyIndex).Varint(2, explicitHashKeyIndex).Bytes(3, Encoding.UTF8.GetBytes(data)));

    public WireBuilder Varint(int field, ulong value) => Write(WireFormat.MakeTag(field, WireFormat.WireType.Varint), o => o.WriteUInt64(value));

    public WireBuilder Fixed32(int field, uint value) => Write(WireFormat.MakeTag(field, WireFormat.WireType.Fixed32), o => o.WriteFixed32(value));

    public WireBuilder Fixed64(int field, ulong value) => Write(WireFormat.MakeTag(field, WireFormat.WireType.Fixed64), o => o.WriteFixed64(value));

    public WireBuilder Bytes(int field, byte[] value) =>
        Write(WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited), o => o.WriteBytes(ByteString.CopyFrom(value)));

    public WireBuilder Group(int field, Action<WireBuilder> fields)
    {
        Write(WireFormat.MakeTag(field, WireFormat.WireType.StartGroup), _ => { });
        fields(this);
        return Write(WireFormat.MakeTag(field, WireFormat.WireType.EndGroup), _ => { });
    }

    public WireBuilder Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>The message so far, without frame.</summary>
    public byte[] Message() => _bytes.ToArray();

    /// <summary>The message so far, framed, with a checksum that matches.</summary>
    public byte[] Payload() => Frame(Message());

    public static byte[] Frame(byte[] message) => [.. Magic, .. message, .. MD5.HashData(message)];

    private WireBuilder Write(uint tag, Action<CodedOutputStream> value)
    {
        var output = new CodedOutputStream(_bytes, leaveOpen: true);
        output.WriteTag(tag);
        value(output);
        output.Flush();
        return this;
    }
}
