namespace Shardwise.LocalKinesis.Tests;

/// <summary>A test that waits for what its code under test puts.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task Whoever_waits_before_the_stream_is_there_gets_its_records_once_they_are()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions());
        using var wire = new Wire(kinesis.Endpoint);
        var waiting = kinesis.WaitForRecordsAsync("orders", 2, TimeSpan.FromSeconds(60));

        await kinesis.CreateStreamAsync("orders");
        await wire.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"a","Data":"YQ=="}""");
        await wire.CallAsync("PutRecord", """{"StreamName":"orders","PartitionKey":"b","Data":"YQ=="}""");

        Assert.Equal(["a", "b"], (await waiting).Select(record => record.PartitionKey));
    }

    [Theory]
    [InlineData("orders", "Stream orders has taken 0 records of 1 within 0.02 s.")]
    [InlineData("gone", "Stream gone has taken 0 records of 1 within 0.02 s: there is no such stream.")]
    public async Task What_does_not_come_is_told_with_what_has(string stream, string problem)
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions());
        await kinesis.CreateStreamAsync("orders");

        Assert.Equal(problem, (await Assert.ThrowsAsync<TimeoutException>(() => kinesis.WaitForRecordsAsync(stream, 1, TimeSpan.FromMilliseconds(20)))).Message);
    }

    [Fact]
    public async Task A_wait_that_is_given_up_is_no_timeout()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions());
        using var stop = new CancellationTokenSource();
        var waiting = kinesis.WaitForRecordsAsync("orders", 1, TimeSpan.FromSeconds(60), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_stream_of_a_name_that_is_taken_is_refused()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions());
        await kinesis.CreateStreamAsync("orders");

        Assert.Equal("There is a stream 'orders' already.", (await Assert.ThrowsAsync<ArgumentException>(() => kinesis.CreateStreamAsync("orders"))).Message);
    }
}
