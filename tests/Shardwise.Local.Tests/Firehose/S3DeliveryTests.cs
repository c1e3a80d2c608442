using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Snappier;

namespace Shardwise.Local.Tests.Firehose;

public sealed class S3DeliveryTests
{
    [Fact]
    public async Task Records_are_joined_in_one_object_under_the_service_s_name()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3("\"Prefix\":\"clicks/\""));
        await run.PutAsync("abc", "", "def");

        var (key, body) = Assert.Single(await run.DeliveredAsync());

        Assert.Matches(@"\Aclicks/\d{4}/\d\d/\d\d/\d\d/clicks-1(-\d\d\d\d)(-\d\d){5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", key);
        Assert.Equal("abcdef", Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("UNCOMPRESSED", "")]
    [InlineData("GZIP", ".gz")]
    [InlineData("ZIP", ".zip")]
    [InlineData("Snappy", ".snappy")]
    [InlineData("HADOOP_SNAPPY", ".snappy")]
    public async Task Objects_are_packed_so_that_readers_of_the_format_read_them(string format, string extension)
    {
        byte[][] records = [.. Enumerable.Range(0, 3).Select(i => Random(300_000, seed: i))];
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3($"\"CompressionFormat\":\"{format}\""));
        await run.PutAsync("clicks", records);

        var (key, body) = Assert.Single(await run.DeliveredAsync());

        Assert.Matches(@"[0-9a-f]{12}" + Regex.Escape(extension) + @"\z", key);
        Assert.Equal(records.SelectMany(record => record), Unpack(format, body));
    }

    [Fact]
    public async Task A_file_extension_replaces_that_of_the_compression_and_a_delimiter_goes_between_records()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3("""
            "CompressionFormat":"GZIP","FileExtension":".json.gz","CustomTimeZone":"Asia/Tokyo","Prefix":"!{timestamp:VV}/","ErrorOutputPrefix":"!{firehose:error-output-type}/",
            "ProcessingConfiguration":{"Enabled":true,"Processors":[{"Type":"AppendDelimiterToRecord"}]}
            """));
        await run.PutAsync("1", "2", "3");

        var (key, body) = Assert.Single(await run.DeliveredAsync());

        Assert.Matches(@"\AAsia/Tokyo/clicks-1-.*\.json\.gz\z", key);
        Assert.Equal("1\n2\n3", Encoding.UTF8.GetString(Unpack("GZIP", body)));
    }

    [Fact]
    public async Task A_buffer_is_delivered_when_it_is_full_or_when_its_time_has_come()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3("\"BufferingHints\":{\"SizeInMBs\":1,\"IntervalInSeconds\":900}"), speed: 3600);
        await run.PutAsync("clicks", Enumerable.Range(0, 5).Select(_ => new byte[262_144]));

        await UntilAsync(() => run.Objects().Values.Sum(body => body.Length) == 5 * 262_144);

        // Four fill a MiB; the fifth went when 15 minutes of the clock, a quarter of a second, were over.
        Assert.Equal([262_144, 1_048_576], run.Objects().Values.Select(body => body.Length).Order());
    }

    [Fact]
    public async Task Every_record_is_backed_up_as_it_arrived()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3("""
            "Prefix":"good/","S3BackupMode":"Enabled","S3BackupConfiguration":{"BucketARN":"arn:aws:s3:::raw","Prefix":"all/","CompressionFormat":"GZIP","RoleARN":"r"},
            "ProcessingConfiguration":{"Enabled":true,"Processors":[{"Type":"AppendDelimiterToRecord"}]}
            """));
        await run.PutAsync("a", "b");

        Assert.Equal("a\nb", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
        var (key, body) = Assert.Single(run.Objects("raw"));
        Assert.Matches(@"\Aall/\d{4}/\d\d/\d\d/\d\d/clicks-1-.*\.gz\z", key);
        Assert.Equal("ab", Encoding.UTF8.GetString(Unpack("GZIP", body)));
        await run.NextMinuteAsync();
        Assert.Equal((2, 2, 1, 1), (run.Metric("DeliveryToS3.Records"), run.Metric("BackupToS3.Records"), run.Metric("DeliveryToS3.Success"), run.Metric("BackupToS3.Success")));
        Assert.Equal((2, 2), (run.Metric("IncomingRecords"), run.Metric("IncomingBytes")));
    }

    [Fact]
    public async Task An_object_that_cannot_be_put_is_tried_until_it_can()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());
        string bucket = Path.Combine(run.Services.S3Directory, FirehoseRun.Bucket);
        Directory.Delete(bucket);
        await run.PutAsync("a");
        var delivered = run.DeliveredAsync();
        await UntilAsync(() => !run.Said.IsEmpty);
        Assert.Matches(@"\ADelivery: s3://lake/\S+ cannot be put: The specified bucket does not exist It is tried on for 24 hours\.\z", run.Said.Single());

        Directory.CreateDirectory(bucket);

        Assert.Equal("a", Encoding.UTF8.GetString(Assert.Single(await delivered).Value));
        await run.NextMinuteAsync();
        Assert.True(run.Metric("DeliveryToS3.Success", point => point.SampleCount) > 1);
    }

    [Fact]
    public async Task What_is_gathered_is_delivered_when_everything_stops()
    {
        using var data = new Runtime.TemporaryDirectory();
        await using (var run = await FirehoseRun.StartAsync(FirehoseRun.S3(), directory: data.Path))
        {
            await run.PutAsync("a");
        }

        Assert.Equal("a", await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(Path.Combine(data.Path, "s3"), "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task A_role_that_may_not_put_objects_is_said_and_records_wait_until_it_may()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());
        run.Refused["s3:PutObject"] = "";
        await run.PutAsync("a");
        var delivered = run.DeliveredAsync();
        await UntilAsync(() => !run.Said.IsEmpty);
        Assert.Matches(@"cannot be put: arn:aws:iam::000000000000:role/delivery may not s3:PutObject arn:aws:s3:::lake/\S+ It is tried on for 24 hours\.\z", run.Said.Single());

        run.Refused.Clear();

        Assert.Single(await delivered);
    }

    private static byte[] Random(int size, int seed)
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        return data;
    }

    private static byte[] Unpack(string format, byte[] body)
    {
        using var output = new MemoryStream();
        switch (format)
        {
            case "GZIP":
                new GZipStream(new MemoryStream(body), CompressionMode.Decompress).CopyTo(output);
                break;
            case "ZIP":
                using (var entry = Assert.Single(new ZipArchive(new MemoryStream(body)).Entries).Open())
                {
                    entry.CopyTo(output);
                }

                break;
            case "Snappy":
                Assert.Equal("\u0082SNAPPY\0\0\0\0\u0001\0\0\0\u0001", Encoding.Latin1.GetString(body, 0, 16));
                for (int at = 16; at < body.Length;)
                {
                    output.Write(Block(body, ref at));
                }

                break;
            case "HADOOP_SNAPPY":
                for (int at = 0; at < body.Length;)
                {
                    int length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
                    at += sizeof(int);
                    for (long end = output.Length + length; output.Length < end;)
                    {
                        output.Write(Block(body, ref at));
                    }
                }

                break;
            default:
                return body;
        }

        return output.ToArray();
    }

    private static byte[] Block(byte[] body, ref int at)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
        byte[] block = Snappy.DecompressToArray(body.AsSpan(at + sizeof(int), length));
        at += sizeof(int) + length;
        return block;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
