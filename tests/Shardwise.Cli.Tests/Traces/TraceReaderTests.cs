using Shardwise.Cli.Traces;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Tests.Traces;

public sealed class TraceReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_trace_is_read_in_shard_equivalents_by_bytes_or_records_whichever_is_more()
    {
        var trace = TraceReader.Read(folder.Write("t.csv", "minute,records,bytes\n0,60000,0\n1,1,125829120\n2,30000.5,1e3\n"));

        Assert.Equal("t.csv", trace.Name);
        Assert.Equal([1, 2, 30000.5 / 60000], trace.Shards);
    }

    [Fact]
    public void A_gzip_trace_with_windows_line_ends_reads_the_same()
    {
        var trace = TraceReader.Read(folder.Write("t.csv.gz", Gzip.Pack("minute,records,bytes\r\n0,60000,0\r\n1,120000,0\r\n")));

        Assert.Equal([1, 2], trace.Shards);
    }

    [Fact]
    public void Only_the_minutes_asked_for_are_read()
    {
        var trace = TraceReader.Read(folder.Write("t.csv", "minute,records,bytes\n0,60000,0\n1,120000,0\nnonsense\n"), maxMinutes: 2);

        Assert.Equal(2, trace.Minutes.Count);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty; the header minute,records,bytes is needed")]
    [InlineData("time,count\n", "line 1: the header is \"time,count\"; minute,records,bytes is needed")]
    [InlineData("\u0001\u0002\n", "line 1: the header is \"??\"; minute,records,bytes is needed")]
    [InlineData("minute,records,bytes\n", "line 2: no minute follows the header")]
    [InlineData("minute,records,bytes\n0,1,1\n1,2\n", "line 3: \"1,2\" has 2 fields; minute,records,bytes is needed")]
    [InlineData("minute,records,bytes\n0,1,1\n\n", "line 3: \"\" has 1 field; minute,records,bytes is needed")]
    [InlineData("minute,records,bytes\n1,1,1\n", "line 2: minute is \"1\", 0 is next: minutes count from 0 without gaps")]
    [InlineData("minute,records,bytes\n0,1,1\n2,1,1\n", "line 3: minute is \"2\", 1 is next: minutes count from 0 without gaps")]
    [InlineData("minute,records,bytes\n0,many,1\n", "line 2: records is \"many\"; a number is needed")]
    [InlineData("minute,records,bytes\n0,1,NaN\n", "line 2: bytes is \"NaN\"; a number is needed")]
    [InlineData("minute,records,bytes\n0,1,1e999\n", "line 2: bytes is \"1e999\"; a number is needed")]
    [InlineData("minute,records,bytes\n0,-1,1\n", "line 2: records is -1; 0 or more is needed")]
    public void A_trace_with_a_bad_row_is_refused_with_file_line_and_reason(string text, string problem)
    {
        var path = folder.Write("bad.csv", text);

        var exception = Assert.Throws<InputException>(() => TraceReader.Read(path));

        Assert.Equal($"{path}, {problem}", exception.Message);
    }

    [Fact]
    public void A_missing_trace_is_refused() =>
        AssertRefused(Path.Combine(folder.Path, "none.csv"), path => $"the trace {path} does not exist");

    [Fact]
    public void A_folder_is_no_trace() => AssertRefused(folder.Path, path => $"the trace {path} cannot be read (is it a readable file?)");

    [Fact]
    public void A_plain_file_named_gz_is_refused() =>
        AssertRefused(folder.Write("t.csv.gz", "minute,records,bytes\n0,1,1\n"), path => $"{path} ends in .gz and is not gzip data, or is damaged");

    [Fact]
    public void A_trace_that_offers_nothing_is_refused() =>
        AssertRefused(folder.Write("t.csv", "minute,records,bytes\n0,0,0\n"), path => $"{path} offers nothing: every minute has 0 records and 0 bytes");

    private static void AssertRefused(string path, Func<string, string> message) =>
        Assert.Equal(message(path), Assert.Throws<InputException>(() => TraceReader.Read(path)).Message);
}
