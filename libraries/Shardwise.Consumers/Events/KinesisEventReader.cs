using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Amazon.Kinesis;
using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>
/// Reads the JSON of a Kinesis event as the standard serializer does: names in any case, members it does not know left out, of members that
/// come twice the last.
/// </summary>
internal ref struct KinesisEventReader
{
    private static readonly long EarliestMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // A whole number beyond this one is milliseconds, to the standard serializer: the seconds from the year 1 to the year 5000.
    private const long MostSeconds = 157_753_180_800;

    // A shorter text is read as any other: going past the reader costs some hundred nanoseconds.
    private const int LongText = 512;

    private readonly byte[] _data;
    private ReadOnlySpan<byte> _unread;
    private Utf8JsonReader _json;
    private int _decoded;
    private int _place;

    // All records of an event are of one stream: its strings are made once.
    private KinesisEvent.KinesisEventRecord? _previous;

    private KinesisEventReader(ReadOnlySpan<byte> json, byte[] data)
    {
        _unread = json;
        _json = new Utf8JsonReader(json);
        _data = data;
    }

    /// <summary>Reads an event.</summary>
    /// <returns>The event, which owns the memory of its data; <see langword="null"/> where the JSON is <c>null</c>.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static LeasedKinesisEvent? Read(ReadOnlySpan<byte> json)
    {
        var data = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(json.Length));
        var isLent = false;
        try
        {
            var kinesisEvent = new KinesisEventReader(json, data).ReadEvent();
            isLent = kinesisEvent is not null;
            return kinesisEvent;
        }
        catch (JsonException)
        {
            var broken = FindBreak(json);
            throw new InvalidDataException(
                $"The Kinesis event is broken JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}).", broken);
        }
        catch (InvalidOperationException notText)
        {
            throw new InvalidDataException("The Kinesis event has a text that is not UTF-8.", notText);
        }
        finally
        {
            if (!isLent)
            {
                ArrayPool<byte>.Shared.Return(data);
            }
        }
    }

    /// <summary>Tells where the JSON is broken, which a reader that was led past some texts cannot.</summary>
    private static JsonException FindBreak(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }
        }
        catch (JsonException broken)
        {
            return broken;
        }

        throw new UnreachableException("The JSON of a Kinesis event is broken at one reading, and sound at another.");
    }

    private LeasedKinesisEvent? ReadEvent()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
        {
            _json.Read();
            return null;
        }

        Expect(JsonTokenType.StartObject, "The event", "a JSON object");
        IList<KinesisEvent.KinesisEventRecord>? records = null;
        while (NextMember())
        {
            if (Is("records"u8))
            {
                _json.Read();
                records = ReadRecords();
            }
            else
            {
                _json.Skip();
            }
        }

        // Throws if anything follows.
        _json.Read();
        return new LeasedKinesisEvent(_data) { Records = records };
    }

    private List<KinesisEvent.KinesisEventRecord>? ReadRecords()
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(JsonTokenType.StartArray, "The event's Records", "an array");
        var records = new List<KinesisEvent.KinesisEventRecord>();
        for (_place = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; _place++)
        {
            records.Add(ReadRecord()!);
            _previous = records[^1] ?? _previous;
        }

        return records;
    }

    private KinesisEvent.KinesisEventRecord? ReadRecord()
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(JsonTokenType.StartObject, $"Record {_place} of the event", "a JSON object");
        var record = new KinesisEvent.KinesisEventRecord();
        while (NextMember())
        {
            if (Is("kinesis"u8))
            {
                _json.Read();
                record.Kinesis = ReadKinesis();
            }
            else if (Is("eventid"u8))
            {
                record.EventId = ReadString("eventID", null);
            }
            else if (Is("eventsourcearn"u8))
            {
                record.EventSourceARN = ReadString("eventSourceARN", _previous?.EventSourceARN);
            }
            else if (Is("eventsource"u8))
            {
                record.EventSource = ReadString("eventSource", _previous?.EventSource);
            }
            else if (Is("eventversion"u8))
            {
                record.EventVersion = ReadString("eventVersion", _previous?.EventVersion);
            }
            else if (Is("eventname"u8))
            {
                record.EventName = ReadString("eventName", _previous?.EventName);
            }
            else if (Is("invokeidentityarn"u8))
            {
                record.InvokeIdentityArn = ReadString("invokeIdentityArn", _previous?.InvokeIdentityArn);
            }
            else if (Is("awsregion"u8))
            {
                record.AwsRegion = ReadString("awsRegion", _previous?.AwsRegion);
            }
            else
            {
                _json.Skip();
            }
        }

        return record;
    }

    private KinesisEvent.Record? ReadKinesis()
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(JsonTokenType.StartObject, $"kinesis of record {_place} of the event", "a JSON object");
        var kinesis = new KinesisEvent.Record();
        while (NextMember())
        {
            if (Is("data"u8))
            {
                kinesis.Data = ReadData();
            }
            else if (Is("sequencenumber"u8))
            {
                kinesis.SequenceNumber = ReadString("kinesis.sequenceNumber", null);
            }
            else if (Is("partitionkey"u8))
            {
                kinesis.PartitionKey = ReadString("kinesis.partitionKey", _previous?.Kinesis?.PartitionKey);
            }
            else if (Is("approximatearrivaltimestamp"u8))
            {
                kinesis.ApproximateArrivalTimestamp = ReadTime();
            }
            else if (Is("kinesisschemaversion"u8))
            {
                kinesis.KinesisSchemaVersion = ReadString("kinesis.kinesisSchemaVersion", _previous?.Kinesis?.KinesisSchemaVersion);
            }
            else if (Is("encryptiontype"u8))
            {
                kinesis.EncryptionType = ReadString("kinesis.encryptionType", null) is { } type ? EncryptionType.FindValue(type) : null;
            }
            else
            {
                _json.Skip();
            }
        }

        return kinesis;
    }

    private MemoryStream? ReadData()
    {
        if (TryDecodeLongText(out var length))
        {
            return Decoded(length);
        }

        if (!ReadUnlessNull(JsonTokenType.String, "kinesis.data", "base64 text"))
        {
            return null;
        }

        var room = _data.AsSpan(_decoded);
        if (!_json.ValueIsEscaped && Base64.DecodeFromUtf8(_json.ValueSpan, room, out _, out var written) == OperationStatus.Done)
        {
            return Decoded(written);
        }

        var bytes = DecodeAnySpelling();
        bytes.CopyTo(room);
        return Decoded(bytes.Length);
    }

    /// <summary>As the standard serializer does, whose decoder also takes bits that are left over in the last character, as in <c>aGl=</c>.</summary>
    private readonly byte[] DecodeAnySpelling()
    {
        try
        {
            return Convert.FromBase64String(_json.GetString()!);
        }
        catch (FormatException)
        {
            throw NotBase64();
        }
    }

    /// <summary>
    /// Decodes the text that follows without looking for its end first: the decoder stops there by itself, at the quotation mark. Nearly all of an
    /// event are such texts, and each further look at them costs a third of what decoding does. Whatever is not plain base64 is left to the reader.
    /// </summary>
    private bool TryDecodeLongText(out int length)
    {
        length = 0;
        var text = _unread[(int)_json.BytesConsumed..];
        if (text.Length <= LongText || text[0] != '"' || text[1..LongText].Contains((byte)'"'))
        {
            return false;
        }

        text = text[1..];
        var room = _data.AsSpan(_decoded);
        Base64.DecodeFromUtf8(text, room, out var consumed, out length, isFinalBlock: false);

        // Four characters to three bytes, or there were spaces; then at most four of the text are left, which may be padded.
        var end = text[consumed..];
        var left = end[..Math.Min(end.Length, 5)].IndexOf((byte)'"');
        if (consumed / 4 * 3 != length || consumed % 4 != 0 || left is not (0 or 4)
            || Base64.DecodeFromUtf8(end[..left], room[length..], out _, out var last) != OperationStatus.Done)
        {
            return false;
        }

        length += last;
        GoOnAfter(end[(left + 1)..]);
        return true;
    }

    /// <summary>Lets the reader go on behind a text that it has not seen, as if it had read an empty one.</summary>
    private void GoOnAfter(ReadOnlySpan<byte> unread)
    {
        var empty = new Utf8JsonReader("\"\""u8, isFinalBlock: false, _json.CurrentState);
        empty.Read();
        _unread = unread;
        _json = new Utf8JsonReader(unread, isFinalBlock: true, empty.CurrentState);
    }

    private MemoryStream Decoded(int length)
    {
        var data = new MemoryStream(_data, _decoded, length, writable: false, publiclyVisible: true);
        _decoded += length;
        return data;
    }

    private readonly InvalidDataException NotBase64() => new($"kinesis.data of record {_place} of the event is not base64.");

    private DateTime? ReadTime()
    {
        const string Allowed = "seconds since 1970, or ISO 8601 text";
        const string Name = "kinesis.approximateArrivalTimestamp";
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when _json.TryGetDateTime(out var time):
                return time;
            case JsonTokenType.Number:
                var milliseconds = _json.TryGetInt64(out var whole) && whole > MostSeconds ? whole : Math.Round(_json.GetDouble() * 1000);
                return milliseconds >= EarliestMilliseconds && milliseconds <= LatestMilliseconds
                    ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).UtcDateTime
                    : throw Unexpected(Name, Allowed);
            default:
                throw Unexpected(Name, Allowed);
        }
    }

    private string? ReadString(string name, string? likely)
    {
        if (!ReadUnlessNull(JsonTokenType.String, name, "a text"))
        {
            return null;
        }

        if (likely is not null && _json.ValueTextEquals(likely))
        {
            return likely;
        }

        return _json.GetString();
    }

    private bool ReadUnlessNull(JsonTokenType expected, string name, string allowed)
    {
        _json.Read();
        return _json.TokenType == expected || (_json.TokenType == JsonTokenType.Null ? false : throw Unexpected(name, allowed));
    }

    private readonly InvalidDataException Unexpected(string name, string allowed) =>
        new($"{name} of record {_place} of the event is not {allowed}.");

    private readonly void Expect(JsonTokenType expected, string what, string allowed)
    {
        if (_json.TokenType != expected)
        {
            throw new InvalidDataException($"{what} is not {allowed}.");
        }
    }

    /// <summary>Goes to the next member's name; false at the object's end.</summary>
    private bool NextMember() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    // An escaped name that has other than ASCII beside its escapes is none that is known, and may not even be text.
    private readonly bool Is(ReadOnlySpan<byte> lowerCaseName) => _json.ValueIsEscaped
        ? Ascii.IsValid(_json.ValueSpan) && Ascii.EqualsIgnoreCase(lowerCaseName, _json.GetString())
        : Ascii.EqualsIgnoreCase(_json.ValueSpan, lowerCaseName);
}
