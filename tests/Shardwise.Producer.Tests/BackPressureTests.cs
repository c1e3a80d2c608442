using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class BackPressureTests : IDisposable
{
    private readonly FakeKinesis _kinesis = new(shards: 4);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _kinesis.Dispose();

    private static ProducerOptions Small => Load.Quick with { MaxBufferedBytes = 20_000, MaxUserRecordSize = 10_000 };

    [Fact]
    public async Task A_record_without_room_waits_with_its_caller_in_flight_ones_included()
    {
        _kinesis.Gate = _ => _gate.Task;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Small);
        Task<ProducedRecord> first = await producer.BufferAsync("user", new byte[9_000]);
        Task<ProducedRecord> second = await producer.BufferAsync("user", new byte[9_000]);
        ValueTask<Task<ProducedRecord>> third = producer.BufferAsync("user", new byte[9_000]);

        Assert.False(third.IsCompleted);
        Assert.Equal(2, producer.Statistics.UserRecordsAdded);
        _gate.SetResult();

        await Task.WhenAll(first, second, await third);
        Assert.InRange(producer.Statistics.PeakBufferedBytes, 18_000, 20_000);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_room_and_lets_those_behind_pass()
    {
        _kinesis.Gate = _ => _gate.Task;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Small);
        using var cancel = new CancellationTokenSource();
        Task<ProducedRecord> first = producer.AddAsync("user", new byte[9_000]);
        Task<ProducedRecord> second = producer.AddAsync("user", new byte[5_000]);
        Task<ProducedRecord> large = producer.AddAsync("user", new byte[9_000], cancellationToken: cancel.Token);
        Task<Task<ProducedRecord>> small = producer.BufferAsync("user", new byte[1_000]).AsTask();
        Assert.False(small.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Task<ProducedRecord> passed = await small;
        _gate.SetResult();
        await Task.WhenAll(first, second, passed);
        Assert.Equal(3, producer.Statistics.UserRecordsAccepted);
    }

    [Fact]
    public async Task Cancelling_does_not_take_back_what_is_buffered()
    {
        _kinesis.Gate = _ => _gate.Task;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Small);
        using var cancel = new CancellationTokenSource();
        Task<ProducedRecord> accepted = producer.AddAsync("user", Load.Data(0), cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        _gate.SetResult();

        Assert.Equal(1, (await accepted).Attempts);
    }

    [Fact]
    public async Task A_token_cancelled_before_adds_nothing()
    {
        await using var producer = new KinesisProducer(_kinesis, "clicks", Small);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => producer.AddAsync("user", Load.Data(0), cancellationToken: new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => producer.BufferAsync("user", Load.Data(0), cancellationToken: new CancellationToken(true)).AsTask());

        Assert.Equal(0, producer.Statistics.UserRecordsAdded);
    }

    [Fact]
    public async Task The_bound_holds_while_a_stream_refuses_nearly_everything()
    {
        int entries = 0;
        _kinesis.Refuse = _ => ++entries % 20 != 0 ? Load.Throttled : null;
        await using var producer = new KinesisProducer(_kinesis, "clicks", Small);

        await Task.WhenAll(Load.AddAll(producer, 0, 2_000));

        Assert.InRange(producer.Statistics.PeakBufferedBytes, 10_000, 20_000);
    }
}
