using System.Globalization;

namespace Shardwise.Producer;

/// <summary>A user record was given up: its time to live was over, or the stream can never accept it.</summary>
/// <remarks>
/// The partition key is not told, since logs keep messages and keys are often personal. The record may still lie in the stream if
/// an attempt was left without an answer.
/// </remarks>
public sealed class RecordNotAcceptedException : Exception
{
    internal RecordNotAcceptedException(
        string reason, string streamName, UInt128 hashKey, long size, int attempts, PutError? lastError, Exception? inner = null)
        : base(Text(reason, streamName, hashKey, size, attempts, lastError), inner)
    {
        StreamName = streamName;
        HashKey = hashKey;
        Attempts = attempts;
        LastErrorCode = lastError?.Code;
        LastErrorMessage = lastError?.Message;
    }

    /// <summary>The stream.</summary>
    public string StreamName { get; }

    /// <summary>The hash key that decides the record's shard.</summary>
    public UInt128 HashKey { get; }

    /// <summary>How often it was sent; 0 if never.</summary>
    public int Attempts { get; }

    /// <summary>The error code of the last attempt; null if there was none.</summary>
    public string? LastErrorCode { get; }

    /// <summary>The error message of the last attempt; null if there was none.</summary>
    public string? LastErrorMessage { get; }

    private static string Text(string reason, string streamName, UInt128 hashKey, long size, int attempts, PutError? lastError)
    {
        string last = lastError is { } error ? $" Last error: {error.Code}: {error.Message}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Stream {streamName} did not accept a user record of {size} bytes with hash key {hashKey}: {reason} (attempts: {attempts}).{last}");
    }
}
