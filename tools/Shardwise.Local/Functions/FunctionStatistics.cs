namespace Shardwise.Local.Functions;

/// <summary>What a function's invocations came to: counts, the durations of the newest, the last error.</summary>
internal sealed class FunctionStatistics
{
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly double[] _durations = new double[Kept];
    private long _invocations;
    private long _errors;

    public long Invocations => Interlocked.Read(ref _invocations);

    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>The last error, and when (real time); null where there was none.</summary>
    public (string Error, string RequestId, DateTimeOffset At)? LastError { get; private set; }

    /// <summary>The newest event, as it was handed over; empty before the first.</summary>
    public ReadOnlyMemory<byte> LastEvent { get; private set; }

    public void Add(Invocation invocation, InvocationResult result)
    {
        lock (_lock)
        {
            _durations[_invocations % Kept] = invocation.Duration.TotalMilliseconds;
            _invocations++;
            LastEvent = invocation.Payload;
            if (!result.Succeeded)
            {
                _errors++;
                LastError = (result.Error ?? "", invocation.RequestId, DateTimeOffset.UtcNow);
            }
        }
    }

    /// <summary>Milliseconds of the newest thousand: the middle one, that of 90 in 100, the longest. Zeros where there is none.</summary>
    public (double Median, double P90, double Longest) Durations()
    {
        double[] durations;
        lock (_lock)
        {
            durations = _durations[..(int)Math.Min(_invocations, Kept)];
        }

        if (durations.Length == 0)
        {
            return default;
        }

        Array.Sort(durations);
        return (durations[(durations.Length - 1) / 2], durations[(int)((durations.Length - 1) * 0.9)], durations[^1]);
    }
}
