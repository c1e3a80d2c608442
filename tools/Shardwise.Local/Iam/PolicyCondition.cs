using System.Globalization;
using System.Net;

namespace Shardwise.Local.Iam;

/// <summary>One operator over one key of a statement's <c>Condition</c>.</summary>
internal sealed class PolicyCondition
{
    private const string IfExists = "IfExists";

    private readonly string _operator;
    private readonly string? _set;
    private readonly bool _ifExists;
    private readonly bool _negated;
    private readonly string[] _texts;
    private readonly PolicyPattern[] _patterns;

    /// <param name="name">The operator, with its <c>ForAllValues:</c>, <c>ForAnyValue:</c> and <c>IfExists</c>.</param>
    /// <param name="key">The condition key.</param>
    /// <param name="values">What it is compared with; any of them will do.</param>
    /// <param name="hasVariables">Whether <c>${...}</c> in the values is a variable.</param>
    public PolicyCondition(string name, string key, IEnumerable<string> values, bool hasVariables)
    {
        Key = key;
        string[] parts = name.Split(':', 2);
        _set = parts.Length == 2 ? parts[0] : null;
        string bare = parts[^1];
        _ifExists = bare.EndsWith(IfExists, StringComparison.Ordinal);
        bare = _ifExists ? bare[..^IfExists.Length] : bare;
        _negated = bare.Contains("Not", StringComparison.Ordinal);
        _operator = bare.Replace("Not", "", StringComparison.Ordinal);
        _texts = [.. values];
        _patterns = [.. _texts.Select(text => new PolicyPattern(text, hasVariables))];
        IsUnderstood = Comparison is not null && _set is null or "ForAllValues" or "ForAnyValue";
    }

    public string Key { get; }

    /// <summary>False for an operator that is not one of IAM's.</summary>
    public bool IsUnderstood { get; }

    public Truth Holds(PolicyContext context)
    {
        var found = context.Find(Key);
        if (!IsUnderstood || !found.IsKnown)
        {
            return Truth.Unknown;
        }

        if (_operator == "Null")
        {
            bool wantsAbsence = _texts.Any(text => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase));
            return wantsAbsence == (found.Values.Length == 0) ? Truth.Yes : Truth.No;
        }

        if (found.Values.Length == 0)
        {
            return _ifExists || _set == "ForAllValues" || (_negated && _set is null) ? Truth.Yes : Truth.No;
        }

        var each = found.Values.Select(value => Compare(value, context));
        return _set == "ForAllValues" ? each.Aggregate(Truth.Yes, Logic.And) : each.Aggregate(Truth.No, Logic.Or);
    }

    private Truth Compare(string actual, PolicyContext context)
    {
        var matched = _patterns.Select((pattern, index) => Comparison!(actual, pattern, _texts[index], context)).Aggregate(Truth.No, Logic.Or);
        return _negated ? Logic.Not(matched) : matched;
    }

    private Func<string, PolicyPattern, string, PolicyContext, Truth>? Comparison => _operator switch
    {
        "StringEquals" or "BinaryEquals" => static (actual, pattern, _, context) => pattern.Equals(actual, context),
        "StringEqualsIgnoreCase" => static (actual, pattern, _, context) => pattern.Equals(actual, context, ignoreCase: true),
        "StringLike" => static (actual, pattern, _, context) => pattern.Matches(actual, context),
        "ArnEquals" or "ArnLike" => static (actual, pattern, _, context) => pattern.MatchesArn(actual, context),
        "Bool" => static (actual, _, text, _) => Of(string.Equals(actual, text, StringComparison.OrdinalIgnoreCase)),
        "IpAddress" => static (actual, _, text, _) => InNetwork(actual, text),
        "Null" => static (_, _, _, _) => Truth.No,
        _ when _operator.StartsWith("Numeric", StringComparison.Ordinal) => Ordered("Numeric", Number),
        _ when _operator.StartsWith("Date", StringComparison.Ordinal) => Ordered("Date", Date),
        _ => null,
    };

    private Func<string, PolicyPattern, string, PolicyContext, Truth>? Ordered(string kind, Func<string, double?> read)
    {
        Func<double, double, bool>? order = _operator[kind.Length..] switch
        {
            "Equals" => static (actual, wanted) => actual == wanted,
            "LessThan" => static (actual, wanted) => actual < wanted,
            "LessThanEquals" => static (actual, wanted) => actual <= wanted,
            "GreaterThan" => static (actual, wanted) => actual > wanted,
            "GreaterThanEquals" => static (actual, wanted) => actual >= wanted,
            _ => null,
        };
        return order is null ? null : (actual, _, text, _) => read(actual) is { } left && read(text) is { } right ? Of(order(left, right)) : Truth.No;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? number : null;

    // ISO 8601, or seconds since 1970.
    private static double? Date(string text) => Number(text)
        ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() / 1000.0 : null);

    private static Truth InNetwork(string actual, string network) => IPAddress.TryParse(actual, out var address)
        && IPNetwork.TryParse(network.Contains('/', StringComparison.Ordinal) ? network : network
            + (network.Contains(':', StringComparison.Ordinal) ? "/128" : "/32"), out var range)
        ? Of(range.Contains(address))
        : Truth.No;

    private static Truth Of(bool value) => value ? Truth.Yes : Truth.No;
}
