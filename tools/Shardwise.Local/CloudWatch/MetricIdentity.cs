namespace Shardwise.Local;

/// <summary>What a metric is called: the same namespace, name and dimensions are the same metric.</summary>
internal sealed record MetricIdentity(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions)
{
    public string Key { get; } = string.Join('\n', Dimensions.OrderBy(dimension => dimension.Key, StringComparer.Ordinal)
        .Select(dimension => $"{dimension.Key}={dimension.Value}").Prepend(Name).Prepend(Namespace));
}
