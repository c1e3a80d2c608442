namespace Shardwise.Local.Iam;

/// <summary>Whether something holds, where that may not be known here.</summary>
internal enum Truth
{
    No,
    Yes,

    /// <summary>It hangs on what only AWS knows, such as the organization of an account.</summary>
    Unknown,
}
