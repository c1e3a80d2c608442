using Shardwise.Consumers;

namespace Shardwise.ClickstreamEtl;

/// <summary>Clicks in, objects by event hour out.</summary>
public sealed class ClickConsumer(ClickObjects objects, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    : StreamConsumer(deadLetters, options)
{
    private readonly List<(Click Click, RecordPosition Position)> _clicks = [];

    /// <inheritdoc/>
    protected override void BeginBatch(ConsumerContext context) => _clicks.Clear();

    /// <inheritdoc/>
    protected override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        _clicks.Add((ClickJson.Parse(record.Data.Span), record.Position));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task FlushAsync(ConsumerContext context, CancellationToken cancellationToken) =>
        objects.WriteAsync(_clicks.Where(click => !context.ComesAgain(click.Position)), cancellationToken);
}
