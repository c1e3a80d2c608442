namespace Shardwise.Consumers;

/// <summary>Whose trouble a failure is, which decides what becomes of a record that used up its attempts.</summary>
public enum FailureCause
{
    /// <summary>The record's, or the code's that processes it: the record goes to the dead letters and the batch goes on.</summary>
    Record,

    /// <summary>That of something the code depends on: the batch stops, and Lambda delivers it again from this record.</summary>
    Dependency,
}
