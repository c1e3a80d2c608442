using System.Text;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A consumer that does what the test says, and remembers.</summary>
internal sealed class ScriptedConsumer(IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    : StreamConsumer(deadLetters, options ?? Quick)
{
    private readonly List<(string Text, RecordPosition Position)> _taken = [];

    /// <summary>Retries without waiting, and says nothing.</summary>
    public static ConsumerOptions Quick { get; } = new() { RetryDelay = TimeSpan.Zero, Output = Stream.Null };

    /// <summary>What to do with a user record, by its text; it may throw.</summary>
    public Func<string, CancellationToken, Task> OnProcess { get; set; } = (_, _) => Task.CompletedTask;

    public Action<ConsumerContext, CancellationToken> OnFlush { get; set; } = (_, _) => { };

    public Func<Exception, FailureCause>? OnCause { get; set; }

    /// <summary>Each try of each user record.</summary>
    public List<string> Tried { get; } = [];

    public List<StreamRecord> Records { get; } = [];

    /// <summary>What flushes made safe, in order.</summary>
    public List<string> Flushed { get; } = [];

    public int Begun { get; private set; }

    protected override void BeginBatch(ConsumerContext context)
    {
        Begun++;
        _taken.Clear();
    }

    protected override async Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(record.Data.Span);
        Tried.Add(text);
        Records.Add(record);
        await OnProcess(text, cancellationToken);
        _taken.Add((text, record.Position));
    }

    protected override Task FlushAsync(ConsumerContext context, CancellationToken cancellationToken)
    {
        OnFlush(context, cancellationToken);
        Flushed.AddRange(_taken.Where(taken => !context.ComesAgain(taken.Position)).Select(taken => taken.Text));
        return Task.CompletedTask;
    }

    protected override FailureCause CauseOf(Exception exception) => OnCause?.Invoke(exception) ?? base.CauseOf(exception);
}
