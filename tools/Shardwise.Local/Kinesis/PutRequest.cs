using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>One record of a put: where its JSON lies in the request, how large it is, where it goes.</summary>
internal readonly record struct PutEntry(int Start, int Length, int Bytes, UInt128 HashKey);

/// <summary>A PutRecord or PutRecords request, read in one pass and without decoding its data.</summary>
internal sealed class PutRequest
{
    public string? StreamName { get; private set; }

    public string? StreamArn { get; private set; }

    public bool HasRecords { get; private set; }

    public List<PutEntry> Entries { get; } = [];

    /// <exception cref="AwsError">The request is not JSON, or a record breaks a rule of the API.</exception>
    public static PutRequest ParseBatch(ReadOnlySpan<byte> json) => Parse(json, (ref Utf8JsonReader reader, PutRequest request) =>
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("Records"u8))
            {
                reader.Read();
                request.ReadRecords(ref reader);
            }
            else
            {
                request.ReadTarget(ref reader);
            }
        }
    });

    /// <exception cref="AwsError">The request is not JSON, or the record breaks a rule of the API.</exception>
    public static PutRequest ParseSingle(ReadOnlySpan<byte> json) => Parse(json, (ref Utf8JsonReader reader, PutRequest request) =>
    {
        var fields = new Fields();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!fields.TryRead(ref reader, null))
            {
                request.ReadTarget(ref reader);
            }
        }

        request.Entries.Add(fields.ToEntry(0, 0, null));
        request.HasRecords = true;
    });

    private delegate void ReadBody(ref Utf8JsonReader reader, PutRequest request);

    private static PutRequest Parse(ReadOnlySpan<byte> json, ReadBody readBody)
    {
        var request = new PutRequest();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new AwsError("SerializationException", "The request body must be a JSON object.");
            }

            readBody(ref reader, request);
            return request;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new AwsError("SerializationException", "The request body is not the JSON of a put: " + exception.Message);
        }
    }

    private void ReadTarget(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("StreamName"u8))
        {
            reader.Read();
            StreamName = reader.GetString();
        }
        else if (reader.ValueTextEquals("StreamARN"u8))
        {
            reader.Read();
            StreamArn = reader.GetString();
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadRecords(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        HasRecords = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var fields = new Fields();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (!fields.TryRead(ref reader, Entries.Count + 1))
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            Entries.Add(fields.ToEntry(start, (int)reader.BytesConsumed - start, Entries.Count + 1));
        }
    }

    private struct Fields
    {
        private int _dataBytes;
        private int _keyBytes;
        private UInt128? _explicitHash;
        private UInt128 _keyHash;
        private bool _hasData;
        private bool _hasKey;

        public bool TryRead(ref Utf8JsonReader reader, int? position)
        {
            if (reader.ValueTextEquals("Data"u8))
            {
                reader.Read();
                _hasData = reader.TokenType == JsonTokenType.String;
                _dataBytes = _hasData ? Base64Payload.DecodedLength(ref reader) : 0;
                return true;
            }

            if (reader.ValueTextEquals("PartitionKey"u8))
            {
                reader.Read();
                _hasKey = reader.TokenType == JsonTokenType.String;
                if (_hasKey)
                {
                    ReadKey(ref reader, position);
                }

                return true;
            }

            if (reader.ValueTextEquals("ExplicitHashKey"u8))
            {
                reader.Read();
                _explicitHash = reader.TokenType == JsonTokenType.Null ? null : ParseHashKey(reader.GetString()!);
                return true;
            }

            return false;
        }

        public readonly PutEntry ToEntry(int start, int length, int? position)
        {
            if (!_hasData || !_hasKey)
            {
                throw AwsError.Validation(
                    $"1 validation error detected: Value null at '{Member(position, _hasData ? "partitionKey" : "data")}' failed to satisfy constraint: Member must not be null");
            }

            return new PutEntry(start, length, _dataBytes + _keyBytes, _explicitHash ?? _keyHash);
        }

        private void ReadKey(ref Utf8JsonReader reader, int? position)
        {
            var length = reader.ValueSpan.Length;
            Span<byte> utf8 = length <= 1024 ? stackalloc byte[1024] : new byte[length];
            utf8 = utf8[..reader.CopyString(utf8)];
            var characters = Encoding.UTF8.GetCharCount(utf8);
            if (characters is 0 or > 256)
            {
                var bound = characters == 0 ? "greater than or equal to 1" : "less than or equal to 256";
                throw AwsError.Validation(
                    $"1 validation error detected: Value '{Encoding.UTF8.GetString(utf8)}' at '{Member(position, "partitionKey")}' failed to satisfy constraint: Member must have length {bound}");
            }

            Span<byte> hash = stackalloc byte[16];
            MD5.HashData(utf8, hash);
            _keyHash = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
            _keyBytes = utf8.Length;
        }

        private static UInt128 ParseHashKey(string text) =>
            UInt128.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var key)
                ? key
                : throw AwsError.InvalidArgument($"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}");

        private static string Member(int? position, string name) => position is { } index ? $"records.{index}.member.{name}" : name;
    }
}
