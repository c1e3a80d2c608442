namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>One time that user code made a record safe, and what had gone wrong before.</summary>
public readonly record struct Processing(UserRecordId Record, int KillsBefore, int FailuresBefore);
