using System.Formats.Cbor;
using System.Text;
using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>AWS CBOR 1.1: blobs are byte strings, times carry tag 1 and are epoch milliseconds, as AWS's Java SDK reads them.</summary>
internal sealed class CborReplyWriter(ReplyBuffer buffer) : ReplyWriter
{
    private readonly CborWriter _writer = new(CborConformanceMode.Lax);

    public override void StartObject() => _writer.WriteStartMap(null);

    public override void EndObject()
    {
        _writer.WriteEndMap();
        Flush();
    }

    public override void StartArray() => _writer.WriteStartArray(null);

    public override void EndArray() => _writer.WriteEndArray();

    public override void Name(ReadOnlySpan<byte> name) => _writer.WriteTextString(Encoding.ASCII.GetString(name));

    public override void Plain(ReadOnlySpan<byte> utf8) => Text(utf8);

    public override void Text(ReadOnlySpan<byte> utf8) => _writer.WriteTextString(Encoding.UTF8.GetString(utf8));

    public override void Text(string text) => _writer.WriteTextString(text);

    public override void Number(long number) => _writer.WriteInt64(number);

    public override void Flag(bool flag) => _writer.WriteBoolean(flag);

    public override void Time(long epochMilliseconds)
    {
        _writer.WriteTag(CborTag.UnixTimeSeconds);
        _writer.WriteInt64(epochMilliseconds);
    }

    public override void Blob(ReadOnlySpan<byte> bytes) => _writer.WriteByteString(bytes);

    private void Flush()
    {
        if (_writer.IsWriteCompleted)
        {
            buffer.Write(_writer.Encode());
            _writer.Reset();
        }
    }
}
