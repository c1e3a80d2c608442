using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests.Kpl;

public sealed class KplCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Decode_writes_a_line_a_user_record_and_the_status()
    {
        var (exitCode, output, error) = await RunAsync("kpl", "decode", Write(Aggregate()));

        Assert.Equal(
            """
            {"partitionKey":"a+b","explicitHashKey":null,"subSequenceNumber":0,"dataBase64":"b25l"}
            {"partitionKey":"é","explicitHashKey":"17","subSequenceNumber":1,"dataBase64":"+/8="}
            """.ReplaceLineEndings("\n") + "\n",
            output.ReplaceLineEndings("\n"));
        Assert.Equal(("status: Aggregated", 0), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task Decode_reads_base64()
    {
        var path = Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Aggregate(), Base64FormattingOptions.InsertLineBreaks)));

        var (exitCode, output, _) = await RunAsync("kpl", "decode", path, "--base64");

        Assert.Equal((0, 2), (exitCode, output.Trim().Split('\n').Length));
    }

    [Fact]
    public async Task A_plain_payload_is_one_line_without_keys()
    {
        var (exitCode, output, error) = await RunAsync("kpl", "decode", Write("one"u8.ToArray()));

        Assert.Equal("""{"partitionKey":null,"explicitHashKey":null,"subSequenceNumber":0,"dataBase64":"b25l"}""", output.Trim());
        Assert.Equal(("status: Plain", 0), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task A_payload_with_a_wrong_checksum_is_passed_through_and_ends_with_2()
    {
        var payload = Aggregate();
        payload[^1] ^= 1;

        var (exitCode, output, error) = await RunAsync("kpl", "decode", Write(payload));

        Assert.Equal($$"""{"partitionKey":null,"explicitHashKey":null,"subSequenceNumber":0,"dataBase64":"{{Convert.ToBase64String(payload)}}"}""", output.Trim());
        Assert.Equal(("status: ChecksumMismatch", 2), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task Encode_is_the_inverse_of_decode()
    {
        foreach (var payload in new[] { Aggregate(), "one"u8.ToArray(), [] })
        {
            var lines = Write(Encoding.UTF8.GetBytes((await RunAsync("kpl", "decode", Write(payload))).Output));
            var encoded = Path.Combine(folder.Path, "encoded");

            var (exitCode, _, error) = await RunAsync("kpl", "encode", lines, "--out", encoded);

            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(payload, await File.ReadAllBytesAsync(encoded));
        }
    }

    [Theory]
    [InlineData("""{"partitionKey":"a","dataBase64":"b25l"}|{"dataBase64":"b25l"}""", "line 2: partitionKey is missing; only a single record may have none")]
    [InlineData("""{"dataBase64":"b25l"}|{"partitionKey":"a","dataBase64":"b25l"}""", "line 2: the record before it has no partitionKey; only a single record may have none")]
    [InlineData("""{"partitionKey":"a"}""", "line 1: dataBase64 is missing")]
    [InlineData("one", "line 1: it is not a JSON object with partitionKey, explicitHashKey and dataBase64")]
    public async Task A_line_that_cannot_be_encoded_is_named(string lines, string reason)
    {
        var path = Write(Encoding.UTF8.GetBytes(lines.Replace('|', '\n')));

        var (exitCode, _, error) = await RunAsync("kpl", "encode", path, "--out", Path.Combine(folder.Path, "out"));

        Assert.Equal(($"shardwise: {path}, {reason}", 2), (error.Trim(), exitCode));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public async Task A_missing_file_is_one_line()
    {
        var (exitCode, _, error) = await RunAsync("kpl", "decode", "nowhere.bin");

        Assert.Equal(("shardwise: the file nowhere.bin does not exist", 2), (error.Trim(), exitCode));
    }

    private static byte[] Aggregate()
    {
        var builder = new AggregatedRecordBuilder();
        Assert.True(builder.TryAdd("a+b", "one"u8));
        Assert.True(builder.TryAdd("é", [0xFB, 0xFF], "17"));
        return builder.Build().Data;
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, error, CancellationToken.None, output);
        return (exitCode, output.ToString(), error.ToString());
    }
}
