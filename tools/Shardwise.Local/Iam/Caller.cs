namespace Shardwise.Local.Iam;

/// <summary>Who makes a call: a session of a role, or a service of AWS on behalf of a resource.</summary>
internal sealed record Caller
{
    /// <summary>The role's ARN; "" for a service.</summary>
    public string RoleArn { get; init; } = "";

    /// <summary>The session's name: a function's.</summary>
    public string SessionName { get; init; } = "";

    /// <summary>The service, such as <c>events.amazonaws.com</c>; null for a role.</summary>
    public string? Service { get; init; }

    public string Account => RoleArn.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    /// <summary>The ARN that refusals name: <c>arn:aws:sts::account:assumed-role/role/session</c>, the role without its path.</summary>
    public string SessionArn => Service ?? $"arn:aws:sts::{Account}:assumed-role/{RoleArn[(RoleArn.LastIndexOf('/') + 1)..]}/{SessionName}";
}
