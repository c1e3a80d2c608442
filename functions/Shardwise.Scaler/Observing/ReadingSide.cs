namespace Shardwise.Scaler.Observing;

/// <summary>How the consumers of a stream do, over the visible minutes of late.</summary>
internal sealed record ReadingSide
{
    /// <summary>How far the slowest consumer was behind; zero where none is known.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>Who that is.</summary>
    public string LaggingConsumer { get; init; } = "a polling consumer";

    /// <summary>Minutes in which reads were throttled, and of how many.</summary>
    public int ThrottledMinutes { get; init; }

    public int SeenMinutes { get; init; }

    /// <summary>Read calls that were throttled.</summary>
    public double ThrottledReads { get; init; }

    /// <summary>Bytes a minute that polling consumers read in the busiest minute.</summary>
    public double BytesPerMinute { get; init; }
}
