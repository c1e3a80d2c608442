using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>
/// AWS JSON 1.1: blobs in base64, times as epoch seconds with a fraction. Writes no more than JSON demands, so that no record costs an allocation.
/// </summary>
internal sealed class JsonReplyWriter(ReplyBuffer buffer) : ReplyWriter
{
    // As the service, which escapes what JSON says must be and nothing else.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private bool _comma;

    public override void StartObject() => Start((byte)'{');

    public override void EndObject() => End((byte)'}');

    public override void StartArray() => Start((byte)'[');

    public override void EndArray() => End((byte)']');

    public override void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        var room = buffer.Reserve(name.Length + 3);
        room[0] = (byte)'"';
        name.CopyTo(room[1..]);
        room[name.Length + 1] = (byte)'"';
        room[name.Length + 2] = (byte)':';
        buffer.Advance(name.Length + 3);
    }

    public override void Plain(ReadOnlySpan<byte> utf8)
    {
        Separate();
        var room = buffer.Reserve(utf8.Length + 2);
        room[0] = (byte)'"';
        utf8.CopyTo(room[1..]);
        room[utf8.Length + 1] = (byte)'"';
        buffer.Advance(utf8.Length + 2);
        _comma = true;
    }

    public override void Text(ReadOnlySpan<byte> utf8)
    {
        if (Encoder.FindFirstCharacterToEncodeUtf8(utf8) < 0)
        {
            Plain(utf8);
            return;
        }

        Plain(JsonEncodedText.Encode(utf8, Encoder).EncodedUtf8Bytes);
    }

    public override void Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public override void Number(long number)
    {
        Separate();
        Utf8Formatter.TryFormat(number, buffer.Reserve(20), out var length);
        buffer.Advance(length);
        _comma = true;
    }

    public override void Flag(bool flag)
    {
        Separate();
        buffer.Write(flag ? "true"u8 : "false"u8);
        _comma = true;
    }

    public override void Time(long epochMilliseconds)
    {
        var (seconds, fraction) = Math.DivRem(epochMilliseconds, 1000);
        Number(seconds);
        if (fraction != 0)
        {
            var room = buffer.Reserve(4);
            room[0] = (byte)'.';
            Utf8Formatter.TryFormat(Math.Abs(fraction), room[1..], out _, new System.Buffers.StandardFormat('D', 3));
            buffer.Advance(4);
        }
    }

    public override void Blob(ReadOnlySpan<byte> bytes)
    {
        Separate();
        var length = Base64.GetMaxEncodedToUtf8Length(bytes.Length);
        var room = buffer.Reserve(length + 2);
        room[0] = (byte)'"';
        Base64.EncodeToUtf8(bytes, room[1..], out _, out _);
        room[length + 1] = (byte)'"';
        buffer.Advance(length + 2);
        _comma = true;
    }

    private void Separate()
    {
        if (_comma)
        {
            buffer.Write((byte)',');
            _comma = false;
        }
    }

    private void Start(byte bracket)
    {
        Separate();
        buffer.Write(bracket);
    }

    private void End(byte bracket)
    {
        buffer.Write(bracket);
        _comma = true;
    }
}
