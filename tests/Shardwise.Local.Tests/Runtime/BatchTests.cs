using System.Text;
using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;

namespace Shardwise.Local.Tests.Runtime;

public sealed class BatchTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    [InlineData("""{"batchItemFailures":null}""", null)]
    [InlineData("""{"batchItemFailures":[]}""", null)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"3"}]}""", 2)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"4"},{"itemIdentifier":"2"},{"itemIdentifier":"3"}]}""", 1)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", 0)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", 0)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"4"},{"itemIdentifier":"99"}]}""", 0)]
    [InlineData("""{"batchItemFailures":[{"identifier":"3"}]}""", 0)]
    [InlineData("""{"batchItemFailures":"3"}""", 0)]
    [InlineData("not json", 0)]
    public void The_lowest_identifier_is_the_checkpoint_and_an_answer_that_names_no_record_fails_the_whole_batch(string answer, int? failedFrom) =>
        Assert.Equal(failedFrom, BatchOutcome.Of(TestRecords.Answered(answer), TestRecords.Make(4), partialFailures: true).FailedFrom);

    [Fact]
    public void Without_ReportBatchItemFailures_the_answer_is_not_looked_at_and_an_exception_fails_the_batch_in_any_case()
    {
        var batch = TestRecords.Make(4);

        Assert.Null(BatchOutcome.Of(TestRecords.Answered("""{"batchItemFailures":[{"itemIdentifier":"3"}]}"""), batch, partialFailures: false).FailedFrom);
        Assert.Equal(new BatchOutcome(0, "E: no"), BatchOutcome.Of(InvocationResult.Failed("E", "no"), batch, partialFailures: true));
    }

    [Fact]
    public void A_batch_is_tried_once_and_as_often_again_as_allowed_then_given_up_whole()
    {
        var tries = Deliver(4, new() { MaximumRetries = 2 }, poison: "3", partial: false, out var givenUp);

        Assert.Equal(["1,2,3,4", "1,2,3,4", "1,2,3,4"], tries);
        Assert.Equal(["1,2,3,4 RetryAttemptsExhausted 3"], givenUp);
    }

    [Fact]
    public void A_partial_failure_retries_from_the_failed_record_on()
    {
        var tries = Deliver(4, new() { MaximumRetries = 2, PartialFailures = true }, poison: "3", partial: true, out var givenUp);

        Assert.Equal(["1,2,3,4", "3,4", "3,4"], tries);
        Assert.Equal(["3,4 RetryAttemptsExhausted 3"], givenUp);
    }

    [Fact]
    public void Bisecting_finds_the_poison_record_and_costs_no_retry()
    {
        var tries = Deliver(8, new() { MaximumRetries = 1, Bisect = true }, poison: "6", partial: false, out var givenUp);

        Assert.Equal(["1,2,3,4,5,6,7,8", "1,2,3,4", "5,6,7,8", "5,6", "5", "6", "6", "7,8"], tries);
        Assert.Equal(["6 RetryAttemptsExhausted 5"], givenUp);
    }

    [Fact]
    public void Bisecting_with_a_partial_failure_cuts_at_the_returned_record_and_halves_where_that_is_the_first()
    {
        var tries = Deliver(8, new() { MaximumRetries = 0, Bisect = true, PartialFailures = true }, poison: "6", partial: true, out var givenUp);

        Assert.Equal(["1,2,3,4,5,6,7,8", "6,7,8", "6,7", "6", "7", "8"], tries);
        Assert.Equal(["6 RetryAttemptsExhausted 4"], givenUp);
    }

    [Fact]
    public void Without_a_limit_a_batch_is_tried_for_ever_and_only_a_repeat_asks_for_a_pause()
    {
        var delivery = new BatchDelivery(TestRecords.Make(2), new() { Bisect = true });
        delivery.Settle(new BatchOutcome(0, "no"));
        Assert.False(delivery.IsRepeated);

        for (int i = 0; i < 1000; i++)
        {
            Assert.Null(delivery.Settle(new BatchOutcome(0, "no")));
            Assert.True(delivery.IsRepeated);
        }

        Assert.Equal("1", TestRecords.Numbers(delivery.Current));
        Assert.Null(delivery.LastSettled);
    }

    [Fact]
    public void Records_that_are_too_old_are_given_up_before_they_are_tried()
    {
        var delivery = new BatchDelivery(TestRecords.Make(4), new() { MaximumAge = TimeSpan.FromSeconds(90) });

        var givenUp = delivery.DropExpired(TestRecords.Arrival);

        Assert.Equal(("1,2", "RecordAgeExceeded", 0), (TestRecords.Numbers(givenUp?.Records), givenUp?.Condition, givenUp?.Attempts));
        Assert.Equal("3,4", TestRecords.Numbers(delivery.Current));
        Assert.Equal("2", delivery.LastSettled?.SequenceNumber);
    }

    [Theory]
    [InlineData("9", "10", -1)]
    [InlineData("49590338271490256608559692538361571095921575989136588898", "49590338271490256608559692538361571095921575989136588899", -1)]
    [InlineData("5", "5", 0)]
    public void Sequence_numbers_are_ordered_as_numbers(string left, string right, int expected) => Assert.Equal(expected, Math.Sign(SequenceNumber.Compare(left, right)));

    [Fact]
    public void The_event_is_exactly_what_Lambda_sends()
    {
        var records = TestRecords.Make(1);
        var written = new KinesisEventWriter("arn:aws:kinesis:us-east-1:000000000000:stream/clicks", "us-east-1", "000000000000").Write("shardId-000000000007", records);

        Assert.Equal(
            """{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"key \"1\"","sequenceNumber":"1","data":"+/8B","approximateArrivalTimestamp":1795176000.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000007:1","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/local","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/clicks"}]}""",
            Encoding.UTF8.GetString(written.Span));
        Assert.True(written.Length <= records[0].PayloadBytes + 16);
    }

    [Fact]
    public void The_event_of_a_window_is_what_Lambda_sends()
    {
        var start = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var written = new KinesisEventWriter("arn:aws:kinesis:us-east-1:000000000000:stream/clicks", "us-east-1", "000000000000")
            .Write("shardId-000000000007", [], new WindowFrame(start, start.AddMinutes(2), """{"sum":"3"}""", IsFinal: true, IsEarly: false));

        Assert.Equal(
            """{"Records":[],"window":{"start":"2026-11-20T12:00:00Z","end":"2026-11-20T12:02:00Z"},"state":{"sum":"3"},"shardId":"shardId-000000000007","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/clicks","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}""",
            Encoding.UTF8.GetString(written.Span));
    }

    [Fact]
    public void A_window_begins_at_a_multiple_of_its_length_and_ends_with_the_first_record_behind_it()
    {
        var window = new ShardWindow(TimeSpan.FromMinutes(2));
        var records = TestRecords.Make(4);
        var begin = records[0].Arrival.AddTicks(-(records[0].Arrival.UtcTicks % TimeSpan.FromMinutes(2).Ticks));
        records = [records[0] with { Arrival = begin.AddSeconds(1) }, records[1] with { Arrival = begin.AddSeconds(119) }, records[2] with { Arrival = begin.AddMinutes(2) }, records[3] with { Arrival = begin.AddMinutes(9) }];

        Assert.Null(window.Deadline);
        Assert.Equal(2, window.Open(records));
        Assert.Equal((begin, begin.AddMinutes(2), "{}"), (window.Frame().Start, window.Frame().End, window.Frame().State));
        Assert.Equal(begin.AddMinutes(4), window.Deadline);
        Assert.True(window.IsEndedBy(records[2]));

        window.Close();
        Assert.Equal(1, window.Open([records[3]]));
        Assert.Equal(begin.AddMinutes(8), window.Frame().Start);
    }

    [Theory]
    [InlineData("""{"state":{"n":"2"}}""", """{"n":"2"}""")]
    [InlineData("""{"batchItemFailures":[]}""", "{}")]
    [InlineData("null", """{"n":"1"}""")]
    [InlineData("no JSON", """{"n":"1"}""")]
    public void A_windows_state_is_what_the_last_answer_says(string answer, string state)
    {
        var window = new ShardWindow(TimeSpan.FromMinutes(2));
        window.Open(TestRecords.Make(1));
        window.Take("""{"state":{"n":"1"}}"""u8.ToArray());

        window.Take(Encoding.UTF8.GetBytes(answer));

        Assert.Equal(state, window.Frame().State);
        Assert.False(window.IsTooLarge);
    }

    [Fact]
    public void A_state_of_more_than_1_MiB_is_too_large()
    {
        var window = new ShardWindow(TimeSpan.FromMinutes(2));
        window.Open(TestRecords.Make(1));

        window.Take(Encoding.UTF8.GetBytes($$"""{"state":{"n":"{{new string('x', 1024 * 1024)}}"} }"""));

        Assert.True(window.IsTooLarge);
    }

    /// <summary>Delivers records to a function that cannot take one of them; what was tried, and what was given up.</summary>
    private static List<string> Deliver(int count, DeliveryPolicy policy, string poison, bool partial, out List<string> givenUp)
    {
        var delivery = new BatchDelivery(TestRecords.Make(count), policy);
        var tries = new List<string>();
        givenUp = [];
        while (delivery.Current is { } batch)
        {
            tries.Add(TestRecords.Numbers(batch));
            int failed = batch.ToList().FindIndex(record => record.SequenceNumber == poison);
            var outcome = failed < 0 ? default : new BatchOutcome(partial ? failed : 0, "poison");
            if (delivery.Settle(outcome) is { } lost)
            {
                givenUp.Add($"{TestRecords.Numbers(lost.Records)} {lost.Condition} {lost.Attempts}");
            }
        }

        return tries;
    }
}
