namespace Shardwise.LocalKinesis.Operations;

/// <summary>One operation of the API: its name, its members in the order in which they are checked, and what it does.</summary>
/// <param name="Name">As the target header has it.</param>
/// <param name="Members">The request's members.</param>
/// <param name="Do">Checks what the model does not say, does it, writes the answer.</param>
internal sealed record Operation(string Name, Member[] Members, Action<Call> Do)
{
    /// <summary>The members that are accepted and mean nothing: StreamId is reserved on almost every request.</summary>
    public static readonly Member StreamId = Member.Text("StreamId", 1, 24, "[a-z0-9]{20}-[a-z0-9]{3}");
}
