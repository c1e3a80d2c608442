using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

public class TraceCsvTests
{
    [Fact]
    public void A_trace_is_read_row_by_row()
    {
        var trace = TraceCsv.Read(new StringReader("minute,records,bytes\n0,60000,1\n1, 1.5e1 ,125829120\n"), "a.csv", "a");

        Assert.Equal([new TraceMinute(60_000, 1), new TraceMinute(15, 125_829_120)], trace.Minutes);
        Assert.Equal([1, 2], trace.Shards);
        Assert.Equal([3, 6], trace.Scaled(3).Shards);
    }

    [Fact]
    public void A_row_without_amounts_is_an_unknown_minute()
    {
        var trace = TraceCsv.Read(new StringReader("minute,records,bytes\n0,60000,1\n1,,\n2,0,0\n"), "a.csv", "a");

        Assert.Equal([false, true, false], trace.Minutes.Select(minute => minute.IsUnknown));
        Assert.Equal([false, true, false], trace.Scaled(3).Minutes.Select(minute => minute.IsUnknown));
        Assert.Equal([1, 0, 0], trace.Shards);
    }

    [Theory]
    [InlineData("", "a.csv, line 1: the file is empty; the header minute,records,bytes or time,records,bytes is needed")]
    [InlineData("time,records\n", "a.csv, line 1: the header is \"time,records\"; minute,records,bytes or time,records,bytes is needed")]
    [InlineData("minute,records,bytes\n", "a.csv, line 2: no minute follows the header")]
    [InlineData("minute,records,bytes\n0,1\n", "a.csv, line 2: \"0,1\" has 2 fields; minute,records,bytes is needed")]
    [InlineData("minute,records,bytes\n0,1,1,1,1\n", "a.csv, line 2: \"0,1,1,1,1\" has 5 fields; minute,records,bytes is needed")]
    [InlineData("minute,records,bytes\n0,1,1\n2,1,1\n", "a.csv, line 3: minute is \"2\", 1 is next: minutes count from 0 without gaps")]
    [InlineData("minute,records,bytes\n0,x,1\n", "a.csv, line 2: records is \"x\"; a number is needed")]
    [InlineData("minute,records,bytes\n0,1,NaN\n", "a.csv, line 2: bytes is \"NaN\"; a number is needed")]
    [InlineData("minute,records,bytes\n0,1,-2\n", "a.csv, line 2: bytes is -2; 0 or more is needed")]
    [InlineData("minute,records,bytes\n0,0,0\n", "a.csv offers nothing: every minute has 0 records and 0 bytes")]
    public void A_bad_row_is_refused_with_source_line_and_reason(string text, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() => TraceCsv.Read(new StringReader(text), "a.csv", "a"));
        Assert.Equal(message, error.Message);
    }
}
