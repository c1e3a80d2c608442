using System.Text;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>One process of the function. Once it is killed nothing that it does has any effect, and what it remembered is gone.</summary>
internal sealed class FunctionProcess : StreamConsumer, IDeadLetterDestination
{
    private readonly World _world;
    private readonly Dictionary<UserRecordId, int> _firstTried = [];
    private readonly HashSet<UserRecordId> _failedOnce = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int? _stepsToDeath;

    public FunctionProcess(World world, Scenario scenario)
        : this(world, scenario, new Destination())
    {
    }

    private FunctionProcess(World world, Scenario scenario, Destination destination)
        : base(destination, ScriptedConsumer.Quick with
        {
            MaxParallelism = scenario.Parallelism,
            Progress = scenario.Remembers ? new InMemoryProgress() : null,
        })
    {
        _world = world;
        destination.Process = this;
    }

    public bool IsKilled { get; private set; }

    /// <returns>Where the batch failed; nothing where it is done; any text where the process was killed.</returns>
    public async Task<string?> InvokeAsync(List<SentRecord> batch, int? killAfter)
    {
        _stepsToDeath = killAfter;
        var kinesisEvent = new KinesisEvent { Records = [.. batch.Select(record => RecordOf(record))] };
        var answer = HandleAsync(kinesisEvent, new FakeLambdaContext());
        await Task.WhenAny(answer, _killed.Task);
        return IsKilled ? "killed" : (await answer).BatchItemFailures.SingleOrDefault()?.ItemIdentifier;
    }

    Task IDeadLetterDestination.WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (var letter in letters)
        {
            if (!TryStep(() => _world.Keep(letter)))
            {
                return Never();
            }
        }

        return Task.CompletedTask;
    }

    protected override async Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        var id = UserRecordId.Parse(Encoding.UTF8.GetString(record.Data.Span));
        if (id.Fate == Fate.WorksLater)
        {
            await Task.Yield();
        }

        if (!TryStep(() => Act(id)))
        {
            await Never();
        }
    }

    private static KinesisEvent.KinesisEventRecord RecordOf(SentRecord record) => new()
    {
        EventId = $"{record.Shard}:{record.Sequence}",
        EventSourceARN = Fakes.Events.StreamArn,
        Kinesis = new KinesisEvent.Record
        {
            ApproximateArrivalTimestamp = Fakes.Events.Arrival,
            Data = new MemoryStream(record.Payload),
            PartitionKey = record.PartitionKey,
            SequenceNumber = record.Sequence,
        },
    };

    private static Task Never() => new TaskCompletionSource().Task;

    private void Act(UserRecordId id)
    {
        var firstTried = _firstTried.GetValueOrDefault(id, _world.Invocation);
        _firstTried[id] = firstTried;
        switch (id.Fate)
        {
            case Fate.IsRejected:
                throw new RejectedRecordException("Bad.");
            case Fate.AlwaysFails:
                throw new InvalidOperationException("Broken.");
            case Fate.FindsTheDependencyDown when firstTried == _world.Invocation:
                throw new DependencyUnavailableException("Down.");
            case Fate.WorksAtTheSecondAttempt when _failedOnce.Add(id):
                throw new InvalidOperationException("Not yet.");
            default:
                _world.Keep(id);
                break;
        }
    }

    private bool TryStep(Action action)
    {
        lock (_lock)
        {
            if (IsKilled)
            {
                return false;
            }

            if (_stepsToDeath-- != 0)
            {
                action();
                return true;
            }

            // Half of the kills come after the record is safe and before anyone knows.
            IsKilled = true;
            if (_world.Invocation % 2 == 0)
            {
                try
                {
                    action();
                }
                catch (Exception exception) when (exception is RejectedRecordException or InvalidOperationException or DependencyUnavailableException)
                {
                }
            }

            _killed.SetResult();
            return false;
        }
    }

    private sealed class Destination : IDeadLetterDestination
    {
        public IDeadLetterDestination? Process { get; set; }

        public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
            Process!.WriteAsync(letters, cancellationToken);
    }
}
