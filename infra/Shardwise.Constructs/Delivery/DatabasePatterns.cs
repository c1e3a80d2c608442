using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Which of the databases, tables or columns of a <see cref="DatabaseSource"/> are read, by patterns of their names.</summary>
public sealed record DatabasePatterns
{
    /// <summary>Those that are read.</summary>
    /// <value>The default is none named.</value>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Those that are not.</summary>
    /// <value>The default is none named.</value>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    internal void Check(PropsCheck check, string path, int maxLength)
    {
        check.Require(
            Include.Count > 0 || Exclude.Count > 0, path, "without a pattern",
            $"at least one in {nameof(Include)} or {nameof(Exclude)}, such as *");
        foreach (var (side, patterns) in new[] { (nameof(Include), Include), (nameof(Exclude), Exclude) })
            foreach (var pattern in patterns)
                check.Text($"{path}.{side}", pattern, text => text.Length > 0 && text.Length <= maxLength, $"1 to {maxLength} characters");
    }

    internal Dictionary<string, object> Render()
    {
        var rendered = new Dictionary<string, object>();
        if (Include.Count > 0)
            rendered[nameof(Include)] = Include.ToArray();
        if (Exclude.Count > 0)
            rendered[nameof(Exclude)] = Exclude.ToArray();
        return rendered;
    }
}
