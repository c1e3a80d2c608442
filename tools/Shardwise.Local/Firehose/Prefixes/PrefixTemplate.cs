using System.Text;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Firehose;

/// <summary>A prefix of object names with its expressions, <c>!{namespace:value}</c>.</summary>
internal sealed partial class PrefixTemplate
{
    private const string DefaultTime = "yyyy/MM/dd/HH/";
    private const string RandomAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int RandomLength = 11;

    private readonly List<Part> _parts;

    private PrefixTemplate(List<Part> parts) => _parts = parts;

    private enum Kind
    {
        Literal,
        Time,
        Random,
        ErrorType,
        LambdaKey,
        QueryKey,
    }

    public bool HasExpressions => _parts.Exists(part => part.Kind != Kind.Literal);

    public bool HasErrorType => _parts.Exists(part => part.Kind == Kind.ErrorType);

    public IEnumerable<string> LambdaKeys => KeysOf(Kind.LambdaKey);

    public IEnumerable<string> QueryKeys => KeysOf(Kind.QueryKey);

    /// <exception cref="FormatException">An expression is not one of the service's.</exception>
    public static PrefixTemplate Parse(string text)
    {
        var parts = new List<Part>();
        int at = 0;
        foreach (Match match in Expression().Matches(text))
        {
            AddLiteral(parts, text[at..match.Index]);
            parts.Add(ParseExpression(match.Groups["namespace"].Value, match.Groups["value"].Value));
            at = match.Index + match.Length;
        }

        AddLiteral(parts, text[at..]);
        return new PrefixTemplate(parts);
    }

    /// <summary>The prefix of good objects: where it has no expression, the hour is added.</summary>
    public PrefixTemplate WithDefaultTime() => HasExpressions ? this : Append(Time(DefaultTime));

    /// <summary>The prefix of errors: where it has no expression, the kind of error and the hour are added.</summary>
    public PrefixTemplate WithDefaultErrors() =>
        HasExpressions ? this : Append(new Part(Kind.ErrorType, "error-output-type", null), new Part(Kind.Literal, "/", null), Time(DefaultTime));

    /// <summary>What tells one object's records from another's: everything but the time and the dice.</summary>
    public string PartitionOf(PrefixValues values)
    {
        var text = new StringBuilder();
        foreach (var part in _parts.Where(part => part.Kind is Kind.ErrorType or Kind.LambdaKey or Kind.QueryKey))
        {
            text.Append(Value(part, values, default, TimeZoneInfo.Utc)).Append('\0');
        }

        return text.ToString();
    }

    public string Evaluate(PrefixValues values, DateTimeOffset time, TimeZoneInfo zone) =>
        string.Concat(_parts.Select(part => Value(part, values, time, zone)));

    private static Part Time(string pattern) => new(Kind.Time, pattern, JavaTimePattern.Parse(pattern));

    private static string Value(Part part, PrefixValues values, DateTimeOffset time, TimeZoneInfo zone) => part.Kind switch
    {
        Kind.Literal => part.Text,
        Kind.Time => part.Pattern!.Format(time, zone),
        Kind.Random => System.Security.Cryptography.RandomNumberGenerator.GetString(RandomAlphabet, RandomLength),
        Kind.ErrorType => values.ErrorType ?? "",
        Kind.LambdaKey => values.LambdaKeys[part.Text],
        _ => values.QueryKeys[part.Text],
    };

    private static Part ParseExpression(string space, string value) => (space, value) switch
    {
        ("timestamp", _) => Time(value),
        ("firehose", "random-string") => new Part(Kind.Random, value, null),
        ("firehose", "error-output-type") => new Part(Kind.ErrorType, value, null),
        ("partitionKeyFromLambda", { Length: > 0 }) => new Part(Kind.LambdaKey, value, null),
        ("partitionKeyFromQuery", { Length: > 0 }) => new Part(Kind.QueryKey, value, null),
        _ => throw new FormatException($"'!{{{space}:{value}}}' is no expression: there are !{{timestamp:PATTERN}}, !{{firehose:random-string}}, "
            + "!{firehose:error-output-type}, !{partitionKeyFromLambda:KEY} and !{partitionKeyFromQuery:KEY}"),
    };

    private static void AddLiteral(List<Part> parts, string text)
    {
        if (text.Contains("!{", StringComparison.Ordinal))
        {
            throw new FormatException($"'{text}' has '!{{' without an expression");
        }

        if (text.Length > 0)
        {
            parts.Add(new Part(Kind.Literal, text, null));
        }
    }

    private PrefixTemplate Append(params Part[] parts) => new([.. _parts, .. parts]);

    private IEnumerable<string> KeysOf(Kind kind) => _parts.Where(part => part.Kind == kind).Select(part => part.Text).Distinct();

    [GeneratedRegex(@"!\{(?<namespace>[A-Za-z]*):(?<value>[^}]*)\}")]
    private static partial Regex Expression();

    private sealed record Part(Kind Kind, string Text, JavaTimePattern? Pattern);
}
