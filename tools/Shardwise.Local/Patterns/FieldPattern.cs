using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Patterns;

/// <summary>What the value of a field may be: any of these texts, numbers, truths and tests.</summary>
internal sealed class FieldPattern
{
    private readonly List<Func<JsonNode?, bool>> _tests = [];
    private bool _absenceWillDo;

    private FieldPattern()
    {
    }

    /// <exception cref="FormatException">A test is none that there is.</exception>
    public static FieldPattern Parse(JsonArray values, string path)
    {
        var pattern = new FieldPattern();
        foreach (var value in values)
        {
            if (value is JsonObject { Count: 1 } test && test.First() is { Key: "exists" } exists)
            {
                bool mustBe = exists.Value is JsonValue flag && flag.TryGetValue(out bool isThere) ? isThere
                    : throw Wrong(path, "exists", "true or false");
                pattern._absenceWillDo |= !mustBe;
                pattern._tests.Add(_ => mustBe);
            }
            else
            {
                pattern._tests.Add(value is JsonObject one ? Test(one, path) : Literal(value, path));
            }
        }

        return pattern;
    }

    /// <param name="isThere">Whether the event has the field.</param>
    /// <param name="value">Its value; of an array any item will do.</param>
    public bool Matches(bool isThere, JsonNode? value) => !isThere ? _absenceWillDo
        : value is JsonArray items ? items.Any(item => _tests.Exists(test => test(item)))
        : _tests.Exists(test => test(value));

    private static Func<JsonNode?, bool> Literal(JsonNode? wanted, string path) => wanted switch
    {
        null => value => value is null,
        JsonValue => value => IsSame(wanted, value),
        _ => throw new FormatException($"the pattern's {path} holds an array in an array"),
    };

    private static Func<JsonNode?, bool> Test(JsonObject test, string path)
    {
        if (test.Count != 1)
        {
            throw new FormatException($"the pattern's {path} holds a test with {test.Count} fields; a test has one");
        }

        var (name, argument) = test.First();
        return name switch
        {
            "anything-but" => AnythingBut(argument, path),
            "numeric" => Numeric(argument as JsonArray, path),
            _ => TextTest(name, argument, path) is var matches ? value => Text(value) is { } text && matches(text) : null!,
        };
    }

    private static Func<string, bool> TextTest(string name, JsonNode? argument, string path)
    {
        bool ignoreCase = name is "prefix" or "suffix" && argument is JsonObject { Count: 1 } inner && inner.ContainsKey("equals-ignore-case");
        string wanted = Text(ignoreCase ? argument!["equals-ignore-case"] : argument) ?? throw Wrong(path, name, "a text");
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return name switch
        {
            "prefix" => text => text.StartsWith(wanted, comparison),
            "suffix" => text => text.EndsWith(wanted, comparison),
            "equals-ignore-case" => text => string.Equals(text, wanted, StringComparison.OrdinalIgnoreCase),
            "wildcard" => Wildcard(wanted, path),
            "cidr" => Network(wanted, path),
            _ => throw new FormatException(
                $"the pattern's {path} has the test '{name}'; there are prefix, suffix, equals-ignore-case, wildcard, cidr, anything-but, numeric "
                + "and exists"),
        };
    }

    private static Func<JsonNode?, bool> AnythingBut(JsonNode? argument, string path)
    {
        if (argument is JsonObject { Count: 1 } test)
        {
            var (name, inner) = test.First();
            var refused = (inner as JsonArray ?? [inner?.DeepClone()]).Select(item => TextTest(name, item, path)).ToList();
            return value => Text(value) is { } text && !refused.Exists(matches => matches(text));
        }

        var literals = (argument as JsonArray ?? [argument?.DeepClone()])
            .Select(item => item is JsonValue ? item : throw Wrong(path, "anything-but", "texts or numbers")).ToList();
        return value => !literals.Exists(literal => IsSame(literal, value));
    }

    private static Func<JsonNode?, bool> Numeric(JsonArray? argument, string path)
    {
        if (argument is not { Count: 2 or 4 })
        {
            throw Wrong(path, "numeric", "an operator and a number, once or twice");
        }

        var comparisons = argument.Chunk(2).Select(pair => Comparison(Text(pair[0]), Number(pair[1])
            ?? throw Wrong(path, "numeric", "numbers"), path)).ToList();
        return value => Number(value) is { } number && comparisons.TrueForAll(compare => compare(number));
    }

    private static Func<double, bool> Comparison(string? name, double limit, string path) => name switch
    {
        "=" => number => number == limit,
        "<" => number => number < limit,
        "<=" => number => number <= limit,
        ">" => number => number > limit,
        ">=" => number => number >= limit,
        _ => throw Wrong(path, "numeric", "=, <, <=, > or >="),
    };

    // '*' is any run of characters; '\*' and '\\' are the characters.
    private static Func<string, bool> Wildcard(string wanted, string path)
    {
        var expression = new StringBuilder("\\A");
        for (int i = 0; i < wanted.Length; i++)
        {
            bool isEscape = wanted[i] == '\\';
            if (isEscape && (i + 1 == wanted.Length || wanted[i + 1] is not ('*' or '\\')))
            {
                throw Wrong(path, "wildcard", "a text in which a backslash stands before * or another");
            }

            expression.Append(isEscape ? Regex.Escape(wanted[++i].ToString()) : wanted[i] == '*' ? ".*" : Regex.Escape(wanted[i].ToString()));
        }

        var regex = new Regex(expression.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline);
        return regex.IsMatch;
    }

    private static Func<string, bool> Network(string wanted, string path) => IPNetwork.TryParse(wanted, out var network)
        ? text => IPAddress.TryParse(text, out var address) && network.Contains(address)
        : throw Wrong(path, "cidr", "a network such as 10.0.0.0/24");

    private static bool IsSame(JsonNode? wanted, JsonNode? value) =>
        (wanted?.GetValueKind() ?? JsonValueKind.Null, value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => Text(wanted) == Text(value),
            (JsonValueKind.Number, JsonValueKind.Number) => Number(wanted) == Number(value),
            (var a, var b) => a == b && a is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
        };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>() : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    private static FormatException Wrong(string path, string test, string allowed) =>
        new($"the pattern's {path} has the test {test}, which takes {allowed}");
}
