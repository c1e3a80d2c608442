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
    [InlineData("", "line 1: the file is empty; the header minute,records,bytes or time,records,bytes is needed")]
    [InlineData("time,count\n", "line 1: the header is \"time,count\"; minute,records,bytes or time,records,bytes is needed")]
    [InlineData("\u0001\u0002\n", "line 1: the header is \"??\"; minute,records,bytes or time,records,bytes is needed")]
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
        AssertRefused(folder.Write("t.csv.gz", "minute,records,bytes\n0,1,1\n"), path => $"{path} ends in .gz and is not gzip data");

    [Fact]
    public void A_gzip_trace_of_several_members_is_read_whole()
    {
        byte[] members = [.. Gzip.Pack("minute,records,bytes\n0,60000,0\n"), .. Gzip.Pack("1,120000,0\n"), .. Gzip.Pack(""), .. Gzip.Pack("2,180000,0\n")];

        Assert.Equal([1, 2, 3], TraceReader.Read(folder.Write("t.csv.gz", members)).Shards);
    }

    [Fact]
    public void A_gzip_header_may_have_a_name_a_comment_more_and_a_checksum()
    {
        var plain = Gzip.Pack("minute,records,bytes\n0,60000,0\n");
        byte[] header = [0x1F, 0x8B, 8, 0x1E, .. plain[4..10], 3, 0, 1, 2, 3, .. "t.csv\0"u8, .. "of mine\0"u8, 0x12, 0x34];

        Assert.Equal([1], TraceReader.Read(folder.Write("t.csv.gz", [.. header, .. plain[10..]])).Shards);
    }

    [Fact]
    public void A_gzip_trace_that_is_cut_off_anywhere_is_refused_by_name()
    {
        byte[] whole = [.. Gzip.Pack("minute,records,bytes\n0,60000,0\n"), .. Gzip.Pack("1,120000,0\n")];
        var firstMember = Gzip.Pack("minute,records,bytes\n0,60000,0\n").Length;
        for (var length = 0; length < whole.Length; length++)
        {
            // At the end of a member nothing is missing that anyone could see.
            if (length == firstMember)
                continue;
            var path = folder.Write("t.csv.gz", whole[..length]);
            var failure = Assert.Throws<InputException>(() => TraceReader.Read(path));
            Assert.StartsWith($"{path} ends in .gz and ", failure.Message, StringComparison.Ordinal);
        }

        AssertRefused(folder.Write("t.csv.gz", whole[..^1]), path => $"{path} ends in .gz and is cut off in its gzip member 2, at byte {whole.Length - 1}");
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x1F, 0x8C, 8 })]
    [InlineData(new byte[] { 0x31, 0x2C, 0x31 })]
    public void A_gzip_trace_with_anything_between_its_members_is_refused_by_name(byte[] between)
    {
        var first = Gzip.Pack("minute,records,bytes\n0,60000,0\n");
        var second = Gzip.Pack("1,120000,0\n");

        AssertRefused(folder.Write("t.csv.gz", [.. first, .. between, .. second]), path => $"{path} ends in .gz and has something other than gzip data at byte {first.Length + (between[0] == 0x1F ? 1 : 0)}");
        AssertRefused(folder.Write("t.csv.gz", [.. first, .. between]), path => $"{path} ends in .gz and has something other than gzip data at byte {first.Length + (between[0] == 0x1F ? 1 : 0)}");
    }

    [Fact]
    public void A_gzip_trace_with_a_bit_turned_is_refused_or_reads_the_same()
    {
        var whole = Gzip.Pack("minute,records,bytes\n0,60000,0\n1,120000,0\n");
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] turned = [.. whole];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            var path = folder.Write("t.csv.gz", turned);
            try
            {
                Assert.Equal([1, 2], TraceReader.Read(path).Shards);
            }
            catch (InputException failure)
            {
                Assert.StartsWith($"{path} ends in .gz and ", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-20T10:01:00Z", "2026-11-20T10:03:00Z")]
    [InlineData("2026-11-20 10:00", "2026-11-20 10:01", "2026-11-20 10:03")]
    [InlineData("2026-11-20T11:00:00+01:00", "2026-11-20T11:01:00+01:00", "2026-11-20T10:03:00.000Z")]
    [InlineData("1795168800", "1795168860", "1795168980")]
    [InlineData("1795168800000", "1795168860000", "1795168980000")]
    [InlineData("1795168800.0", "1.79516886e9", "1795168980")]
    public void Rows_may_have_times_and_what_lies_between_them_is_unknown(params string[] times)
    {
        var path = folder.Write("t.csv", $"time,records,bytes\n{times[0]},60000,0\n{times[1]},,\n{times[2]},120000,0\n");

        var trace = TraceReader.Read(path);

        Assert.Equal([1, 0, 0, 2], trace.Shards);
        Assert.Equal([false, true, true, false], trace.Minutes.Select(minute => minute.IsUnknown));
        Assert.Equal(TimeSpan.FromMinutes(1), trace.Period);
    }

    [Fact]
    public void Sums_over_parts_of_a_minute_are_added_up()
    {
        var rows = Enumerable.Range(0, 12).Select(i => $"{1795168800 + (10 * i)},10000,0");

        Assert.Equal([1, 1], TraceReader.Read(folder.Write("t.csv", "timestamp,records,bytes\n" + string.Join('\n', rows))).Shards);
    }

    [Theory]
    [InlineData("yesterday,1,1\n", ", line 2: time is \"yesterday\"; ISO 8601 such as 2026-11-20T11:05:00Z is needed, or epoch seconds")]
    [InlineData("20.11.2026 10:00,1,1\n", ", line 2: time is \"20.11.2026 10:00\"; ISO 8601 such as 2026-11-20T11:05:00Z is needed, or epoch seconds")]
    [InlineData("60,1,1\n60,1,1\n", ", line 3: time is \"60\", which is not later than the row before")]
    [InlineData("60,1\n", ", line 2: \"60,1\" has 2 fields; time,records,bytes is needed")]
    [InlineData("60,,1\n", ", line 2: records is \"\"; a number is needed")]
    [InlineData("", ", line 2: no row follows the header")]
    [InlineData("60,1,1\n360,1,1\n", " has 2 times only, which do not tell how long a period is: give it by --period SECONDS")]
    [InlineData("0,1,1\n300,1,1\n900,1,1\n1800,1,1\n", " has times that are 300 to 900 s apart, which do not tell how long a period is: give it by --period SECONDS")]
    [InlineData("0,1,1\n90,1,1\n180,1,1\n", " has a period of 90 s; whole minutes are allowed, or a part of one")]
    [InlineData("0,1,1\n60,1,1\n99999999960,1,1\n", " spans 1666666667 minutes; at most 1054080 are allowed")]
    [InlineData("0,0,0\n60,0,0\n120,0,0\n", " offers nothing: every minute has 0 records and 0 bytes")]
    public void Times_that_do_not_make_a_trace_are_refused(string rows, string problem) =>
        AssertRefused(folder.Write("t.csv", "time,records,bytes\n" + rows), path => path + problem);

    [Fact]
    public void A_period_that_is_given_holds()
    {
        var path = folder.Write("t.csv", "time,records,bytes\n0,120000,0\n120,240000,0\n");
        var told = new List<string>();

        Assert.Equal([1, 1, 2, 2], TraceReader.Read(path, periodSeconds: 120, tell: told.Add).Shards);
        Assert.Equal([2, 0, 4], TraceReader.Read(path, periodSeconds: 60, tell: told.Add).Shards);

        Assert.Equal([$"{path} has sums of 2 minutes, as --period says: each is spread evenly over its minutes, so that the peaks within are not seen"], told);
        Assert.Equal("--period is 0; seconds are allowed, such as 60, 300 or 3600", Assert.Throws<InputException>(() => TraceReader.Read(path, periodSeconds: 0)).Message);
        var minutes = folder.Write("m.csv", "minute,records,bytes\n0,1,1\n");
        Assert.Equal($"{minutes} has a row a minute, which --period 300 contradicts", Assert.Throws<InputException>(() => TraceReader.Read(minutes, periodSeconds: 300)).Message);
    }

    [Fact]
    public void A_trace_that_offers_nothing_is_refused() =>
        AssertRefused(folder.Write("t.csv", "minute,records,bytes\n0,0,0\n"), path => $"{path} offers nothing: every minute has 0 records and 0 bytes");

    private static void AssertRefused(string path, Func<string, string> message) =>
        Assert.Equal(message(path), Assert.Throws<InputException>(() => TraceReader.Read(path)).Message);
}
