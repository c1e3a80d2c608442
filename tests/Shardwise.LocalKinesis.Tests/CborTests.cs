using System.Formats.Cbor;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>As AWS's SDK for Java, the KCL and the KPL speak: CBOR with byte strings for blobs and times in milliseconds under tag 1.</summary>
public sealed class CborTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    private const string Cbor = "application/x-amz-cbor-1.1";

    [Fact]
    public async Task Records_go_in_and_out_in_CBOR()
    {
        var stream = await fixture.StreamAsync();
        byte[] data = [1, 2, 3];

        var put = await CallAsync("PutRecords", writer =>
        {
            writer.WriteStartMap(2);
            writer.WriteTextString("StreamName");
            writer.WriteTextString(stream);
            writer.WriteTextString("Records");
            writer.WriteStartArray(1);
            writer.WriteStartMap(2);
            writer.WriteTextString("Data");
            writer.WriteByteString(data);
            writer.WriteTextString("PartitionKey");
            writer.WriteTextString("ключ");
            writer.WriteEndMap();
            writer.WriteEndArray();
            writer.WriteEndMap();
        });
        Assert.Equal(0L, put["FailedRecordCount"]);

        var now = fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var iterator = await CallAsync("GetShardIterator", writer =>
        {
            writer.WriteStartMap(null);
            foreach (var (name, text) in ((string, string)[])[("StreamName", stream), ("ShardId", "shardId-0"),
                ("ShardIteratorType", "AT_TIMESTAMP")])
            {
                writer.WriteTextString(name);
                writer.WriteTextString(text);
            }

            writer.WriteTextString("Timestamp");
            writer.WriteTag(CborTag.UnixTimeSeconds);
            writer.WriteInt64(now);
            writer.WriteEndMap();
        });
        var read = await CallAsync("GetRecords", writer =>
        {
            writer.WriteStartMap(1);
            writer.WriteTextString("ShardIterator");
            writer.WriteTextString((string)iterator["ShardIterator"]!);
            writer.WriteEndMap();
        });

        var record = (Dictionary<string, object?>)Assert.Single((List<object?>)read["Records"]!)!;
        Assert.Equal("ключ", record["PartitionKey"]);
        Assert.Equal(data, record["Data"]);
        Assert.Equal(now, record["ApproximateArrivalTimestamp"]);
    }

    [Fact]
    public async Task A_refusal_comes_in_CBOR_too()
    {
        using var reply = await fixture.Wire.SendAsync("DescribeStream", [0xa1, 0x6a, .. "StreamName"u8, 0x67, .. "missing"u8], Cbor);

        var error = (Dictionary<string, object?>)Read(new CborReader(await reply.Content.ReadAsByteArrayAsync()))!;
        Assert.Equal(("ResourceNotFoundException", "Stream missing under account 000000000000 not found."),
            ((string)error["__type"]!, (string)error["message"]!));
        Assert.Equal(Cbor, reply.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("a1")]
    [InlineData("01")]
    public async Task What_is_no_CBOR_map_is_refused(string hex)
    {
        using var reply = await fixture.Wire.SendAsync("ListStreams", Convert.FromHexString(hex), Cbor);

        var error = (Dictionary<string, object?>)Read(new CborReader(await reply.Content.ReadAsByteArrayAsync()))!;
        Assert.Equal("SerializationException", error["__type"]);
    }

    private async Task<Dictionary<string, object?>> CallAsync(string operation, Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        using var reply = await fixture.Wire.SendAsync(operation, writer.Encode(), Cbor);
        var body = await reply.Content.ReadAsByteArrayAsync();
        var map = (Dictionary<string, object?>)Read(new CborReader(body))!;
        Assert.True(reply.IsSuccessStatusCode, string.Join(", ", map));
        return map;
    }

    private static object? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new Dictionary<string, object?>();
                reader.ReadStartMap();
                while (reader.PeekState() != CborReaderState.EndMap)
                {
                    map[reader.ReadTextString()] = Read(reader);
                }

                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var list = new List<object?>();
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    list.Add(Read(reader));
                }

                reader.ReadEndArray();
                return list;
            case CborReaderState.Tag:
                Assert.Equal(CborTag.UnixTimeSeconds, reader.ReadTag());
                return reader.ReadInt64();
            case CborReaderState.ByteString:
                return reader.ReadByteString();
            case CborReaderState.TextString:
                return reader.ReadTextString();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            default:
                return reader.ReadInt64();
        }
    }
}
