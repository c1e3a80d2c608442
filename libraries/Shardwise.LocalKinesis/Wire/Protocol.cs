using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>One of the protocols that Kinesis speaks: its content type, how its bodies are read and written.</summary>
internal sealed record Protocol(string ContentType, Func<ReplyBuffer, ReplyWriter> Writer, Func<ReadOnlyMemory<byte>, Dictionary<string,
    object?>?> Parse)
{
    public static readonly Protocol Json = new("application/x-amz-json-1.1", buffer => new JsonReplyWriter(buffer), body =>
        JsonBody.Parse(body.Span));

    public static readonly Protocol Cbor = new("application/x-amz-cbor-1.1", buffer => new CborReplyWriter(buffer), CborBody.Parse);

    /// <summary>The protocol of a content type, which may go on after a semicolon; null for any other.</summary>
    public static Protocol? Of(string contentType) => Bare(contentType) switch
    {
        "application/x-amz-json-1.1" => Json,
        "application/x-amz-cbor-1.1" => Cbor,
        _ => null,
    };

    public static string Bare(string contentType) => contentType.Split(';')[0].Trim();

    /// <summary>Writes the body of a refusal. The parser's refusals write Message, all others message.</summary>
    public void Write(ReplyBuffer buffer, Refusal refusal)
    {
        var writer = Writer(buffer);
        writer.StartObject();
        writer.Text("__type"u8, refusal.Code);
        if (refusal.Code == "SerializationException")
        {
            writer.Text("Message"u8, refusal.Text);
        }
        else
        {
            writer.Text("message"u8, refusal.Text);
        }

        writer.EndObject();
    }
}
