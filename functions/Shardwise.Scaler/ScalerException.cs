namespace Shardwise.Scaler;

/// <summary>A minute of scaling that failed; its message is the reason of the log line that was written for it.</summary>
public sealed class ScalerException(string message, Exception? innerException = null) : Exception(message, innerException);
