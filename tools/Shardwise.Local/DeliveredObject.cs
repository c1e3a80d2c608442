namespace Shardwise.Local;

/// <summary>An object that a delivery stream has put.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The object's whole name.</param>
/// <param name="Records">How many records are in it.</param>
/// <param name="Bytes">Its size, packed.</param>
/// <param name="Time">When it was put, simulated time.</param>
public sealed record DeliveredObject(string Bucket, string Key, int Records, long Bytes, DateTimeOffset Time);
