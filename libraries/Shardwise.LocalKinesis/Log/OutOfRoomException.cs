namespace Shardwise.LocalKinesis.Log;

/// <summary>The memory for records is used up; the message says so to whoever put them.</summary>
internal sealed class OutOfRoomException(string message) : Exception(message);
