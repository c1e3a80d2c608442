namespace Shardwise.Local.Firehose;

/// <summary>Where objects are put.</summary>
internal interface IObjectStore
{
    /// <exception cref="AwsError">The bucket is not there, or the key cannot be stored.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    Task PutAsync(string bucket, string key, ReadOnlyMemory<byte> body, string? contentEncoding, CancellationToken cancellationToken);
}
