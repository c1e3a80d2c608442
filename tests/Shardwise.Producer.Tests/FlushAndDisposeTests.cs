using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class FlushAndDisposeTests : IDisposable
{
    private static readonly ProducerOptions Patient = Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromMinutes(10) };

    private readonly FakeKinesis _kinesis = new(shards: 4);

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task A_flush_is_done_when_all_added_before_is_settled()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Patient);
        Task<ProducedRecord>[] before = Load.AddAll(producer, 0, 100);

        Task flushed = producer.FlushAsync();
        Task<ProducedRecord>[] after = Load.AddAll(producer, 100, 110);
        await flushed;

        Assert.All(before, task => Assert.True(task.IsCompletedSuccessfully));
        await producer.FlushAsync();
        Assert.All(after, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_flush_takes_those_along_that_wait_for_room()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Patient with { MaxBufferedBytes = 3_000, MaxUserRecordSize = 1_000 });
        Task<ProducedRecord>[] accepted = [.. Enumerable.Range(0, 50).Select(_ => producer.AddAsync("user", new byte[900]))];

        await producer.FlushAsync();

        Assert.All(accepted, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_flush_of_nothing_is_done_at_once()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Patient);

        await producer.FlushAsync();

        Assert.Equal((0, 0), (_kinesis.Calls, _kinesis.ListCalls));
    }

    [Fact]
    public async Task Disposing_sends_what_is_buffered()
    {
        var producer = new KinesisProducer(_kinesis, "clicks", Patient);
        Task<ProducedRecord>[] accepted = Load.AddAll(producer, 0, 100);

        await producer.DisposeAsync();

        Load.AssertDelivered(_kinesis, await Task.WhenAll(accepted));
        await producer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => producer.AddAsync("user", Load.Data(0)));
    }

    [Fact]
    public async Task Disposing_gives_up_after_its_time_and_says_so_to_each_caller()
    {
        var time = new ManualTime();
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _kinesis.Gate = token =>
        {
            sent.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        var options = new ProducerOptions
        {
            TimeProvider = time, DisposeTimeout = TimeSpan.FromSeconds(5), MaxBufferedBytes = 3_000, MaxUserRecordSize = 1_000,
        };
        var producer = new KinesisProducer(_kinesis, "clicks", options);
        Task<ProducedRecord> buffered = producer.AddAsync("user", new byte[900], "1");
        Task<ProducedRecord>[] others = [.. Enumerable.Range(0, 5).Select(_ => producer.AddAsync("user", new byte[900], "1"))];

        await time.RunUntilAsync(sent.Task, within: TimeSpan.FromMilliseconds(100));
        Task disposed = producer.DisposeAsync().AsTask();
        await time.RunUntilAsync(disposed, within: TimeSpan.FromSeconds(5));
        await disposed;

        var exception = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => buffered);
        Assert.StartsWith(
            "Stream clicks did not accept a user record of 904 bytes with hash key 1: the producer was disposed, and did not send it within 00:00:05 (attempts: 1).",
            exception.Message,
            StringComparison.Ordinal);
        foreach (Task<ProducedRecord> other in others)
        {
            await Assert.ThrowsAsync<RecordNotAcceptedException>(() => other);
        }

        Assert.Equal((6, 0), (producer.Statistics.UserRecordsFailed, producer.Statistics.BufferedBytes));
    }

    public enum Deafness
    {
        IgnoresItsToken,
        NeverReturns,
        HangsInItsCallback,
        FailsInItsCallback,
    }

    public static TheoryData<Deafness, bool> EveryDeafness
    {
        get
        {
            var data = new TheoryData<Deafness, bool>();
            foreach (Deafness deafness in Enum.GetValues<Deafness>())
            {
                data.Add(deafness, true);
                data.Add(deafness, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryDeafness))]
    public async Task Disposing_ends_in_its_time_whatever_the_client_does_with_its_token(Deafness deafness, bool hasAnswered)
    {
        using var end = new ManualResetEventSlim();
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = Load.Quick with { DisposeTimeout = TimeSpan.FromSeconds(1), RequestTimeout = TimeSpan.FromMinutes(1) };
        var producer = new KinesisProducer(_kinesis, "clicks", options);
        if (hasAnswered)
        {
            await producer.AddAsync("user", Load.Data(0));
        }

        _kinesis.Gate = token =>
        {
            sent.TrySetResult();
            switch (deafness)
            {
                case Deafness.NeverReturns:
                    end.Wait(CancellationToken.None);
                    break;
                case Deafness.HangsInItsCallback:
                    token.Register(() => end.Wait(CancellationToken.None));
                    break;
                case Deafness.FailsInItsCallback:
                    token.Register(() => throw new InvalidOperationException("no"));
                    break;
            }

            return late.Task;
        };
        Task<ProducedRecord> buffered = producer.AddAsync("user", Load.Data(1));
        await sent.Task;

        try
        {
            // Well over the second that it may take, and far below the minute that a call may.
            await producer.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }
        finally
        {
            end.Set();
            late.SetResult();
        }

        var failure = await Assert.ThrowsAsync<RecordNotAcceptedException>(() => buffered).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("the producer was disposed, and ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            (1, hasAnswered ? 1 : 0, 0L),
            (producer.Statistics.UserRecordsFailed, producer.Statistics.UserRecordsAccepted, producer.Statistics.BufferedBytes));
    }

    [Fact]
    public async Task A_client_that_ignores_its_token_does_not_hold_a_record_longer_than_a_request_may_take()
    {
        int calls = 0;
        _kinesis.Gate = _ => Interlocked.Increment(ref calls) == 1 ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Load.Quick with { RequestTimeout = TimeSpan.FromMilliseconds(100) });

        ProducedRecord produced = await producer.AddAsync("user", Load.Data(0)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(2, produced.Attempts);
    }
}
