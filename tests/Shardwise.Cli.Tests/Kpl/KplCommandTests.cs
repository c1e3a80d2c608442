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
            {"sub":0,"key":"a+b","text":"one"}
            {"sub":1,"key":"é","explicitHashKey":"17","base64":"+/8="}
            {"sub":2,"key":"c","data":{"a": 1.50, "b":"\u00e9"}}
            """.ReplaceLineEndings("\n") + "\n",
            output.ReplaceLineEndings("\n"));
        Assert.Equal(("status: Aggregated", 0), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task Decode_reads_base64()
    {
        var path = Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Aggregate(), Base64FormattingOptions.InsertLineBreaks)));

        var (exitCode, output, _) = await RunAsync("kpl", "decode", path, "--base64");

        Assert.Equal((0, 3), (exitCode, output.Trim().Split('\n').Length));
    }

    [Fact]
    public async Task A_plain_payload_is_one_line_without_keys()
    {
        var (exitCode, output, error) = await RunAsync("kpl", "decode", Write("one"u8.ToArray()));

        Assert.Equal("""{"sub":0,"key":null,"text":"one"}""", output.Trim());
        Assert.Equal(("status: Plain", 0), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task A_payload_with_a_wrong_checksum_is_passed_through_and_ends_with_2()
    {
        var payload = Aggregate();
        payload[^1] ^= 1;

        var (exitCode, output, error) = await RunAsync("kpl", "decode", Write(payload));

        Assert.Equal($$"""{"sub":0,"key":null,"broken":"ChecksumMismatch","base64":"{{Convert.ToBase64String(payload)}}"}""", output.Trim());
        Assert.Equal(("status: ChecksumMismatch", 2), (error.Trim(), exitCode));
    }

    [Fact]
    public async Task Encode_is_the_inverse_of_decode()
    {
        string[] plain = ["one", "", " {} ", "[1, 2]\n", "{\"a\":\n1}", "\"\\u00e9\"", "1e400", new string('[', 64) + new string(']', 64), new string('[', 65) + new string(']', 65), "\ttab", "\uFEFF{}"];
        foreach (var payload in plain.Select(Encoding.UTF8.GetBytes).Append(Aggregate()).Append([0, 1]))
        {
            var lines = Write(Encoding.UTF8.GetBytes((await RunAsync("kpl", "decode", Write(payload))).Output));
            var encoded = Path.Combine(folder.Path, "encoded");

            var (exitCode, _, error) = await RunAsync("kpl", "encode", lines, "--out", encoded);

            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(payload, await File.ReadAllBytesAsync(encoded));
        }
    }

    [Theory]
    [InlineData("""{"key":"a","text":"one"}|{"text":"one"}""", "line 2: key is missing; only a single record may have none")]
    [InlineData("""{"text":"one"}|{"key":"a","data":1}""", "line 2: the record before it has no key; only a single record may have none")]
    [InlineData("""{"key":"a"}""", "line 1: it has none of data, text and base64")]
    [InlineData("one", "line 1: it is not a JSON object with key, explicitHashKey, and one of data, text and base64")]
    [InlineData("[]", "line 1: it is not a JSON object with key, explicitHashKey, and one of data, text and base64")]
    [InlineData("""{"key":"a","base64":"b25"}""", "line 1: it is not a JSON object with key, explicitHashKey, and one of data, text and base64")]
    [InlineData("""{"key":7,"text":"one"}""", "line 1: it is not a JSON object with key, explicitHashKey, and one of data, text and base64")]
    public async Task A_line_that_cannot_be_encoded_is_named(string lines, string reason)
    {
        var path = Write(Encoding.UTF8.GetBytes(lines.Replace('|', '\n')));

        var (exitCode, _, error) = await RunAsync("kpl", "encode", path, "--out", Path.Combine(folder.Path, "out"));

        Assert.Equal(($"shardwise: {path}, {reason}", 2), (error.Trim(), exitCode));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public async Task Hyphens_are_standard_input_and_output()
    {
        var payload = Write(Aggregate());
        var (_, lines, _) = await BareProcess.RunAsync(folder, "kpl decode -", payload);
        var input = Write(Encoding.UTF8.GetBytes(lines));
        var (exitCode, encoded, error) = await BareProcess.RunAsync(folder, "kpl encode - --out -", input, Encoding.Latin1);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(Aggregate(), Encoding.Latin1.GetBytes(encoded));
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
        Assert.True(builder.TryAdd("c", """{"a": 1.50, "b":"\u00e9"}"""u8));
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
