namespace Shardwise.Local.Tests.Services;

public sealed class MetricStoreTests
{
    private static readonly Dictionary<string, string> Stream = new() { ["StreamName"] = "s" };

    [Fact]
    public void A_minute_is_visible_once_it_has_ended_and_the_delay_has_passed()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        var store = new MetricStore(time, TimeSpan.FromMinutes(1));
        store.Add("AWS/Kinesis", "IncomingBytes", Stream, 5);
        store.Add("AWS/Kinesis", "IncomingBytes", Stream, 7);

        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Empty(Query(store, start, time.GetUtcNow(), 1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new MetricDatapoint(start, 2, 12, 5, 7), Assert.Single(Query(store, start, time.GetUtcNow(), 1)));
        Assert.Equal(6, Query(store, start, time.GetUtcNow(), 1)[0].Average);
    }

    [Fact]
    public void Minutes_without_samples_are_left_out_and_longer_periods_add_minutes_up()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        var store = new MetricStore(time, TimeSpan.Zero);
        foreach (var value in (int[])[1, 2, 3])
        {
            store.Add("AWS/Kinesis", "IncomingBytes", Stream, value);
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal([start, start.AddMinutes(2), start.AddMinutes(4)], Query(store, start, time.GetUtcNow(), 1).Select(point => point.Timestamp));
        Assert.Equal([start.AddMinutes(2)], Query(store, start.AddMinutes(2), start.AddMinutes(4), 1).Select(point => point.Timestamp));
        Assert.Equal([new MetricDatapoint(start, 3, 6, 1, 3)], Query(store, start, time.GetUtcNow(), 5));
        Assert.Empty(store.Query("AWS/Kinesis", "IncomingBytes", new Dictionary<string, string>(), start, time.GetUtcNow(), TimeSpan.FromMinutes(1)));
    }

    private static IReadOnlyList<MetricDatapoint> Query(MetricStore store, DateTimeOffset from, DateTimeOffset to, int minutes) =>
        store.Query("AWS/Kinesis", "IncomingBytes", Stream, from, to, TimeSpan.FromMinutes(minutes));
}
