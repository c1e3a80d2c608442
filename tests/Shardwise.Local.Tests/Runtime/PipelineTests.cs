using System.Globalization;
using System.Text.Json;

namespace Shardwise.Local.Tests.Runtime;

public sealed class PipelineTests(PipelineFixture fixture) : IClassFixture<PipelineFixture>
{
    [Fact]
    public async Task A_partial_failure_ends_with_the_poison_record_alone_in_the_failure_queue()
    {
        await fixture.PutAsync("Partial", ["p1", "p2", "p3", "poison", "p4", "p5"], key: "one");

        await fixture.DrainAsync();

        Assert.Equal(["p1", "p2", "p3", "p4", "p5"], (await TakenAsync("Partial", 5)).Distinct());
        var message = Assert.Single(Failures("Partial"));
        Assert.Equal(("dead", "RetryAttemptsExhausted", 1), (message.Queue, message.Condition, message.BatchSize));
        Assert.Equal(message.FirstSequenceNumber, message.LastSequenceNumber);
        Assert.StartsWith("the function names ", message.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bisecting_a_batch_that_throws_takes_all_but_the_poison_record_in_order()
    {
        await fixture.PutAsync("Bisect", Enumerable.Range(1, 7).Select(number => number == 6 ? "poison" : $"b{number}"), key: "one");

        await fixture.DrainAsync();

        Assert.Equal(["b1", "b2", "b3", "b4", "b5", "b7"], (await TakenAsync("Bisect", 6)).Distinct());
        Assert.Equal(1, Assert.Single(Failures("Bisect")).BatchSize);
        string stored = Directory.EnumerateFiles(Path.Combine(fixture.Pipeline.Services.S3Directory, "out-bucket", "aws"), "*", SearchOption.AllDirectories).Single();
        using var record = JsonDocument.Parse(File.ReadAllBytes(stored));
        using var payload = JsonDocument.Parse(record.RootElement.GetProperty("payload").GetString()!);
        Assert.Equal("poison", System.Text.Encoding.UTF8.GetString(payload.RootElement.GetProperty("Records")[0].GetProperty("kinesis").GetProperty("data").GetBytesFromBase64()));
    }

    [Fact]
    public async Task Exhausted_retries_send_the_place_of_the_whole_batch_to_the_failure_queue_as_Lambda_words_it()
    {
        await fixture.PutAsync("Exhaust", ["e1", "poison"], key: "one");

        await fixture.DrainAsync();

        var message = Assert.Single(Failures("Exhaust"));
        Assert.Equal((3, 2, "InvalidOperationException: cannot take poison"), (message.Attempts, message.BatchSize, message.LastError));
        Assert.Equal(3, fixture.Heard("Exhaust").Count(line => line == "batch 2"));
        Assert.Contains(
            message.Body, fixture.Pipeline.Services.Queues.FindByArn("arn:aws:sqs:us-east-1:000000000000:dead")!.Peek().Select(received => received.Body));
        using var body = JsonDocument.Parse(message.Body);
        var batch = body.RootElement.GetProperty("KinesisBatchInfo");
        Assert.Equal(message.FirstSequenceNumber, batch.GetProperty("startSequenceNumber").GetString());
        Assert.Equal(message.LastSequenceNumber, batch.GetProperty("endSequenceNumber").GetString());
        Assert.Equal("arn:aws:kinesis:us-east-1:000000000000:stream/Exhaust", batch.GetProperty("streamArn").GetString());
        Assert.Equal("RetryAttemptsExhausted", body.RootElement.GetProperty("requestContext").GetProperty("condition").GetString());
    }

    [Fact]
    public async Task A_batch_ends_before_its_event_is_larger_than_Lambda_takes()
    {
        // 900 kB are 1.2 MB of base64: six of them would not fit into the 6 MB of an event.
        foreach (int number in Enumerable.Range(1, 8))
        {
            await fixture.PutAsync("Large", [new string('x', 900_000 + number)], key: "one");
        }

        await fixture.DrainAsync();

        var batches = fixture.Heard("Large").Where(line => line.StartsWith("batch", StringComparison.Ordinal)).Select(line => int.Parse(line[6..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(8, batches.Sum());
        Assert.All(batches, count => Assert.InRange(count, 1, 5));
        Assert.Empty(Failures("Large"));
    }

    [Fact]
    public async Task A_killed_process_loses_nothing()
    {
        var texts = Enumerable.Range(1, 1500).Select(number => $"k{number}").ToList();
        texts[200] = "die-once 1";
        await fixture.PutAsync("Killed", texts);

        // The process died by itself, and another one took that record: the kill is a second death however late it comes, and the last record a reason to start again.
        await fixture.UntilAsync("Killed", lines => lines.Contains("took die-once 1"));
        fixture.Pipeline.KillFunction("Killed");
        await fixture.PutAsync("Killed", ["last"]);

        await fixture.DrainAsync();

        Assert.Equal(texts.Append("last").Order(), (await TakenAsync("Killed", texts.Count + 1)).Distinct().Order());
        var function = fixture.Pipeline.Functions.Single(function => function.LogicalId == "Killed");
        Assert.True(function.Restarts >= 2);
        Assert.Empty(Failures("Killed"));
        Assert.NotNull(function.ProcessId);
    }

    [Fact]
    public async Task A_hanging_handler_is_killed_at_its_timeout_and_its_batch_comes_again()
    {
        await fixture.PutAsync("Hanging", ["hang-once 1", "h2"], key: "one");

        await fixture.DrainAsync();

        Assert.Equal(["hang-once 1", "h2"], (await TakenAsync("Hanging", 2)).Distinct());
        Assert.Contains(fixture.Heard("Hanging"), line => line.EndsWith("Task timed out after 3.00 seconds", StringComparison.Ordinal));
        Assert.Empty(Failures("Hanging"));
    }

    [Fact]
    public async Task Children_of_a_reshard_are_read_after_their_parents_and_nothing_is_lost()
    {
        await fixture.PutAsync("Resharded", Enumerable.Range(1, 300).Select(number => $"r{number}"));
        var resharded = new TaskCompletionSource();
        fixture.Pipeline.Services.Kinesis.Resharded += reshard => _ = reshard.StreamName == "Resharded" && resharded.TrySetResult();
        await fixture.UpdateShardCountAsync("Resharded", 4);
        await fixture.PutAsync("Resharded", Enumerable.Range(301, 300).Select(number => $"r{number}"));
        await resharded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await fixture.PutAsync("Resharded", Enumerable.Range(601, 300).Select(number => $"r{number}"));

        await fixture.DrainAsync();

        Assert.Equal(Enumerable.Range(1, 900).Select(number => $"r{number}").Order(), (await TakenAsync("Resharded", 900)).Order());
    }

    [Fact]
    public async Task Tumbling_windows_count_each_record_once_and_end_by_a_later_record_or_by_time()
    {
        // A minute here is a second: the records of the second call are of a later window, which nothing follows.
        await fixture.PutAsync("Windowed", ["w1", "fail-once", "w3"], key: "one");
        await fixture.UntilAsync("Windowed", lines => lines.Any(line => line.StartsWith("window ", StringComparison.Ordinal)));
        await fixture.PutAsync("Windowed", ["w4", "w5"], key: "one");

        await fixture.UntilAsync("Windowed", lines => Counts(lines).Sum() == 5);

        Assert.All(Ends(fixture.Heard("Windowed")), line => Assert.Matches("^window [0-9:]{6}00-[0-9:]{6}00 of shardId-000000000000: [1-5]$", line));
        Assert.InRange(Counts(fixture.Heard("Windowed")).Count(), 2, 4);
        Assert.Empty(Failures("Windowed"));

        static IEnumerable<string> Ends(IReadOnlyList<string> lines) => lines.Where(line => line.StartsWith("window ", StringComparison.Ordinal));

        static IEnumerable<int> Counts(IReadOnlyList<string> lines) => Ends(lines).Select(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Filters_keep_from_the_function_what_none_of_them_matches()
    {
        await fixture.PutAsync("Filtered", ["""{"size":10}""", """{"size":11}""", "no JSON", """{"size":"12"}"""], key: "one");
        await fixture.PutAsync("Filtered", ["""{"size":1}""", "any"], key: "vip");

        await fixture.DrainAsync();

        Assert.Equal(["""{"size":11}""", """{"size":1}""", "any"], await TakenAsync("Filtered", 3));
    }

    [Fact]
    public async Task A_parallelized_shard_keeps_each_keys_order_and_has_as_many_processes_as_it_needs()
    {
        var texts = Enumerable.Range(0, 120).Select(number => $"{number % 12}:{number}").ToList();
        foreach (var key in texts.GroupBy(text => text.Split(':')[0]))
        {
            await fixture.PutAsync("Parallel", key, key.Key);
        }

        await fixture.DrainAsync();

        var taken = await TakenAsync("Parallel", texts.Count);
        Assert.Equal(texts.Order(), taken.Order());
        Assert.All(
            taken.GroupBy(text => text.Split(':')[0]).Select(key => key.Select(text => int.Parse(text.Split(':')[1], CultureInfo.InvariantCulture))),
            numbers => Assert.Equal(numbers.Order(), numbers));
        Assert.InRange(fixture.Pipeline.Functions.Single(function => function.LogicalId == "Parallel").ProcessIds.Count, 2, 3);
    }

    [Fact]
    public async Task Enhanced_fan_out_is_pushed_across_a_reshard()
    {
        await fixture.PutAsync("FannedOut", Enumerable.Range(1, 100).Select(number => $"f{number}"));
        await fixture.DrainAsync();
        var resharded = new TaskCompletionSource();
        fixture.Pipeline.Services.Kinesis.Resharded += reshard => _ = reshard.StreamName == "FannedOut" && resharded.TrySetResult();
        await fixture.UpdateShardCountAsync("FannedOut", 2);
        await resharded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await fixture.PutAsync("FannedOut", Enumerable.Range(101, 100).Select(number => $"f{number}"));

        await fixture.DrainAsync();

        Assert.Equal(Enumerable.Range(1, 200).Select(number => $"f{number}").Order(), (await TakenAsync("FannedOut", 200)).Order());
    }

    [Fact]
    public async Task A_schedule_ticks_on_simulated_minutes_with_its_transformed_input()
    {
        await fixture.UntilAsync("Ticked", lines => lines.Count >= 2);

        Assert.All(
            fixture.Heard("Ticked").Take(2),
            line => Assert.Matches("""^event \{"time":"20[0-9-]+T[0-9]{2}:[0-9]{2}:00Z","detail-type":"Scheduled Event","detail":\{"streamName":"x"\}\}$""", line));
    }

    [Fact]
    public void Streams_functions_and_buckets_are_told_by_their_logical_ids()
    {
        var pipeline = fixture.Pipeline;

        Assert.Contains(new LocalStream("PartialStream", "Partial", "arn:aws:kinesis:us-east-1:000000000000:stream/Partial"), pipeline.Streams);
        Assert.Equal("out-bucket", pipeline.Buckets["Out"]);
        Assert.True(Directory.Exists(Path.Combine(pipeline.Services.S3Directory, "out-bucket")));
        Assert.Equal(12, pipeline.Functions.Count);
        Assert.Empty(pipeline.NotRun);
        Assert.Throws<ArgumentException>(() => pipeline.KillFunction("Nobody"));
    }

    // What a function wrote comes through a pipe of its own, and so may come after the answer to its call.
    private async Task<IReadOnlyList<string>> TakenAsync(string function, int different)
    {
        await fixture.UntilAsync(function, lines => Taken(lines).Distinct().Count() >= different);
        return Taken(fixture.Heard(function));
    }

    private static IReadOnlyList<string> Taken(IReadOnlyList<string> lines) =>
        [.. lines.Where(line => line.StartsWith("took ", StringComparison.Ordinal)).Select(line => line["took ".Length..])];

    private IReadOnlyList<FailureQueueMessage> Failures(string stream) =>
        [.. fixture.Pipeline.FailureQueue.Where(message => message.StreamArn.EndsWith("/" + stream, StringComparison.Ordinal))];
}
