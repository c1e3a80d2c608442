namespace Shardwise.Consumers;

/// <summary>The invocation's time, divided: for processing, for dead letters and the flush, and a bit for the answer.</summary>
internal sealed class Deadline : IDisposable
{
    // Lambda allows no function more: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _processing;
    private readonly CancellationTokenSource _finishing;

    public Deadline(TimeSpan remaining, TimeSpan timeToFinish, TimeProvider timeProvider)
    {
        OutOfTime = remaining > TimeSpan.Zero
            ? "The invocation's time ran short; the rest is left to the next one."
            : $"The invocation had no time from the start: its ILambdaContext.RemainingTime is {remaining}. "
                + "A test sets it, for a TestLambdaContext has 0.";
        remaining = Clamp(remaining, LongestInvocation);
        var processing = remaining - Clamp(timeToFinish, remaining / 2);
        var finishing = remaining - Clamp(TimeToAnswer, remaining / 10);
        Grace = Clamp((finishing - processing) / 2, remaining);
        _processing = new CancellationTokenSource(processing, timeProvider);
        _finishing = new CancellationTokenSource(finishing, timeProvider);
    }

    /// <summary>Why the time was not enough, in words for a person.</summary>
    public string OutOfTime { get; }

    /// <summary>How long after <see cref="Processing"/> what is still under way is taken for something that outlasts the invocation.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Cancelled when no further user record is to be begun.</summary>
    public CancellationToken Processing => _processing.Token;

    /// <summary>Cancelled when the invocation must answer.</summary>
    public CancellationToken Finishing => _finishing.Token;

    public void Dispose()
    {
        _processing.Dispose();
        _finishing.Dispose();
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan most) =>
        value < TimeSpan.Zero ? TimeSpan.Zero : value > most ? most : value;
}
