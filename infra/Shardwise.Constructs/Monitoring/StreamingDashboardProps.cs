using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>What a <see cref="StreamingDashboard"/> shows.</summary>
public sealed record StreamingDashboardProps
{
    internal const int MaxNameLength = 255;

    // PutDashboard takes 500 widgets; a part has at most ten, and its title.
    private const int MaxParts = 40;

    /// <summary>What it shows, from top to bottom.</summary>
    /// <value>1 to 40 streams, autoscalers, consumers, delivery streams and parts of your own.</value>
    public required IReadOnlyList<IDashboardPart> Parts { get; init; }

    /// <summary>The name of the dashboard, one in an account.</summary>
    /// <value>1 to 255 of <c>a-z A-Z 0-9 _ -</c>. The default lets CloudFormation choose one.</value>
    public string? DashboardName { get; init; }

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"StreamingDashboard '{id}' has invalid properties");
        if (DashboardName is { } name && !PropsCheck.IsToken(name))
            check.Require(
                name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'),
                nameof(DashboardName), $"'{name}'", $"1 to {MaxNameLength} of a-z A-Z 0-9 _ -");
        check.Require(Parts.Count is > 0 and <= MaxParts, nameof(Parts), $"{Parts.Count} parts", $"1 to {MaxParts}");
        check.ThrowIfAny();
        return id;
    }
}
