using System.Text.RegularExpressions;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>What a query of CloudWatch Metrics Insights asks for.</summary>
internal static partial class MetricQueries
{
    public static (string Namespace, string Name, string Dimension)? Parse(string expression) =>
        Greatest().Match(expression) is { Success: true } match
            ? (match.Groups["space"].Value, match.Groups["name"].Value, match.Groups["dimension"].Value)
            : null;

    [GeneratedRegex("^SELECT MAX\\((?<name>[A-Za-z]+)\\) FROM \"(?<space>[^\"]+)\" WHERE (?<dimension>[A-Za-z]+) = '[^']+'$")]
    private static partial Regex Greatest();
}
