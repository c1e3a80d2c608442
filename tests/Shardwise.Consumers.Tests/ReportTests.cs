using System.Text;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class ReportTests
{
    private readonly MemoryStream _output = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Each_invocation_leaves_a_log_line_and_a_metric_line()
    {
        var consumer = Consumer();
        consumer.OnProcess = (text, _) =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return text == "2" ? throw new RejectedRecordException("Two's \"bad\".") : Task.CompletedTask;
        };

        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2"), Events.Plain("3")), new FakeLambdaContext());

        Assert.Equal(
            """
            {"event":"batch","stream":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks","shard":"shardId-000000000003","records":2,"userRecords":3,"processed":2,"deadLettered":1,"failedAt":null,"durationMs":30,"firstDeadLetterReason":"Two's \"bad\"."}
            {"_aws":{"Timestamp":1795172760030,"CloudWatchMetrics":[{"Namespace":"Shardwise","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"UserRecords","Unit":"Count"},{"Name":"Processed","Unit":"Count"},{"Name":"DeadLettered","Unit":"Count"},{"Name":"Failures","Unit":"Count"},{"Name":"IteratorAge","Unit":"Milliseconds"},{"Name":"Lag","Unit":"Milliseconds"}]}]},"FunctionName":"clicks","UserRecords":3,"Processed":2,"DeadLettered":1,"Failures":0,"IteratorAge":59750,"Lag":59780}

            """,
            Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public async Task A_batch_that_stopped_says_where_and_why_and_counts_only_what_is_done()
    {
        var consumer = Consumer();
        consumer.OnProcess = (text, _) => text == "4" ? throw new DependencyUnavailableException("The table is down.") : Task.CompletedTask;

        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2"), Events.Aggregate("3", "4")), new FakeLambdaContext());

        var lines = Lines();
        Assert.Contains($"\"userRecords\":2,\"processed\":2,\"deadLettered\":0,\"failedAt\":\"{Events.Sequence(1)}\",", lines[0]);
        Assert.EndsWith("\"reason\":\"The table is down.\"}", lines[0]);
        Assert.Contains("\"UserRecords\":2,\"Processed\":2,\"DeadLettered\":0,\"Failures\":1,", lines[1]);
    }

    [Fact]
    public async Task A_failed_flush_says_so()
    {
        var consumer = Consumer();
        consumer.OnFlush = (_, _) => throw new InvalidOperationException("Disk full.");

        await consumer.HandleAsync(Events.Of(Events.Plain("1")), new FakeLambdaContext());

        Assert.EndsWith("\"reason\":\"The flush failed. InvalidOperationException: Disk full.\"}", Lines()[0]);
    }

    private string[] Lines() => Encoding.UTF8.GetString(_output.ToArray()).Split('\n');

    private ScriptedConsumer Consumer() =>
        new(new RecordingDeadLetters(), ScriptedConsumer.Quick with { Output = _output, TimeProvider = _time });
}
