namespace Shardwise.Local.Iam;

/// <summary>The condition keys of one call. A key is known with its values, known to be absent (no values), or not known here.</summary>
internal sealed class PolicyContext
{
    private readonly Dictionary<string, string[]> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _closed = [];

    /// <summary>Sets a key; no value says that the call does not have it.</summary>
    public PolicyContext With(string key, params string[] values)
    {
        _values[key] = values;
        return this;
    }

    /// <summary>Says that of the keys that begin so, the call has those that were set and no others: <c>aws:PrincipalTag/</c>.</summary>
    public PolicyContext Only(string prefix)
    {
        _closed.Add(prefix);
        return this;
    }

    public Found Find(string key) => _values.TryGetValue(key, out string[]? values) ? new Found(true, values)
        : _closed.Exists(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? new Found(true, [])
        : new Found(false, []);

    /// <summary>What is known of a key.</summary>
    internal readonly record struct Found(bool IsKnown, string[] Values);
}
