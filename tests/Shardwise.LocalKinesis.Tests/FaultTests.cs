namespace Shardwise.LocalKinesis.Tests;

public sealed class FaultTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    [Theory]
    [InlineData(FaultKind.Throttle, "PutRecord", 400, "ProvisionedThroughputExceededException")]
    [InlineData(FaultKind.Throttle, "DescribeStreamSummary", 400, "LimitExceededException")]
    [InlineData(FaultKind.ThrottleRecords, "PutRecord", 400, "ProvisionedThroughputExceededException")]
    [InlineData(FaultKind.InternalFailure, "PutRecord", 500, "InternalFailure")]
    [InlineData(FaultKind.Unavailable, "PutRecord", 503, "ServiceUnavailable")]
    public async Task An_ordered_fault_strikes_its_operation_and_stream_as_often_as_it_says(FaultKind kind, string operation, int status,
        string code)
    {
        var (stream, other) = (await fixture.StreamAsync(), await fixture.StreamAsync());
        using var fault = fixture.Kinesis.Order(new Fault { Kind = kind, Operation = operation, Stream = stream, Count = 2 });
        string Body(string name) => $$"""{"StreamName":"{{name}}","PartitionKey":"a","Data":""}""";

        for (var i = 0; i < 2; i++)
        {
            var (actual, reply) = await fixture.Wire.SendAsync(operation, Body(stream));
            Assert.Equal((status, true), (actual, reply.Contains($"\"{code}\"", StringComparison.Ordinal)));
        }

        Assert.Equal(200, (await fixture.Wire.SendAsync(operation, Body(other))).Status);
        Assert.Equal(200, (await fixture.Wire.SendAsync(operation, Body(stream))).Status);
    }

    [Fact]
    public async Task A_share_of_the_records_is_refused_one_by_one()
    {
        var stream = await fixture.StreamAsync();
        using (fixture.Kinesis.Order(new Fault { Kind = FaultKind.ThrottleRecords, Operation = "PutRecords", Stream = stream, Share = 0.3 }))
        {
            var records = string.Join(",", Enumerable.Repeat("""{"PartitionKey":"a","Data":""}""", 500));
            var failed = (await fixture.Wire.CallAsync("PutRecords", $$"""{"StreamName":"{{stream}}","Records":[{{records}}]}"""))["FailedRecordCount"]!.GetValue<int>();
            Assert.InRange(failed, 90, 210);
            Assert.Equal(500 - failed, fixture.Kinesis.Records(stream).Count);
        }

        await fixture.PutAsync(stream, "a");
    }

    [Fact]
    public async Task A_lost_answer_is_of_a_call_that_was_carried_out()
    {
        var stream = await fixture.StreamAsync();
        using var fault = fixture.Kinesis.Order(new Fault { Kind = FaultKind.LostAnswer, Operation = "PutRecord", Stream = stream, Count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.PutAsync(stream, "a"));

        Assert.Single(fixture.Kinesis.Records(stream));
    }

    [Fact]
    public async Task A_slow_answer_comes_after_its_delay()
    {
        var stream = await fixture.StreamAsync();
        using var fault = fixture.Kinesis.Order(new Fault { Kind = FaultKind.Slow, Stream = stream, Delay = TimeSpan.FromMilliseconds(80) });
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await fixture.PutAsync(stream, "a");

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(75));
    }

    [Theory]
    [InlineData(0, null, "Fault.Share is 0; it must be above 0 and at most 1.")]
    [InlineData(1, 0, "Fault.Count is 0; it must be at least 1.")]
    public void A_fault_that_cannot_be_is_one_clear_error(double share, int? count, string text) =>
        Assert.Equal(text, Assert.Throws<ArgumentException>(() =>
            fixture.Kinesis.Order(new Fault { Kind = FaultKind.Slow, Share = share, Count = count })).Message);
}
