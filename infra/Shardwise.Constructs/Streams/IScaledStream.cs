namespace Shardwise.Constructs.Streams;

/// <summary>A stream that is told that a scaler watches it.</summary>
internal interface IScaledStream
{
    /// <summary>When it was made, as <c>StackReferences</c> counts.</summary>
    long Order { get; }

    /// <summary>Tells it, with what of that is to be shown as its own.</summary>
    void Scaled(StreamScaling scaling);
}
