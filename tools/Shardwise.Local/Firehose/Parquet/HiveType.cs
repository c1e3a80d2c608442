using System.Globalization;

namespace Shardwise.Local.Firehose;

/// <summary>A column's type as Glue writes it: <c>array&lt;struct&lt;id:int,price:decimal(10,2)&gt;&gt;</c>.</summary>
internal sealed record HiveType
{
    private static readonly string[] Simple =
    [
        "string", "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "date", "timestamp", "binary", "decimal", "varchar", "char",
    ];

    /// <summary>The name without what is in brackets, in lower case; <c>integer</c> is <c>int</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; init; } = 10;

    /// <summary>Digits of a decimal after the point.</summary>
    public int Scale { get; init; }

    /// <summary>What an array holds; what a map holds for each key.</summary>
    public HiveType? Element { get; init; }

    /// <summary>The members of a structure.</summary>
    public IReadOnlyList<(string Name, HiveType Type)> Members { get; init; } = [];

    /// <exception cref="FormatException">The text is no type.</exception>
    public static HiveType Parse(string text)
    {
        string trimmed = text.Trim();
        int bracket = trimmed.IndexOfAny(['<', '(']);
        string kind = (bracket < 0 ? trimmed : trimmed[..bracket]).ToLowerInvariant();
        string[] arguments = bracket < 0 ? [] : Split(trimmed, bracket);
        return (kind, arguments.Length) switch
        {
            ("integer", 0) => new HiveType { Kind = "int" },
            ("decimal", 1) => new HiveType { Kind = kind, Precision = Digits(arguments[0], text) },
            ("decimal", 2) => new HiveType { Kind = kind, Precision = Digits(arguments[0], text), Scale = Digits(arguments[1], text) },
            ("varchar" or "char", 1) => new HiveType { Kind = "string" },
            ("array", 1) => new HiveType { Kind = kind, Element = Parse(arguments[0]) },
            ("map", 2) when Parse(arguments[0]).Kind == "string" => new HiveType { Kind = kind, Element = Parse(arguments[1]) },
            ("struct", > 0) => new HiveType { Kind = kind, Members = [.. arguments.Select(Member)] },
            (_, 0) when Simple.Contains(kind) => new HiveType { Kind = kind is "varchar" or "char" ? "string" : kind },
            _ => throw new FormatException($"'{text}' is no type that is written here"),
        };
    }

    private static (string Name, HiveType Type) Member(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (text[..colon].Trim(), Parse(text[(colon + 1)..])) : throw new FormatException($"'{text}' is no member of a struct");
    }

    // The parts between the outermost brackets.
    private static string[] Split(string text, int bracket)
    {
        if (text[^1] is not ('>' or ')'))
        {
            throw new FormatException($"'{text}' has a bracket that is not closed");
        }

        var parts = new List<string>();
        int depth = 0;
        int start = bracket + 1;
        for (int i = bracket + 1; i < text.Length - 1; i++)
        {
            depth += text[i] switch { '<' or '(' => 1, '>' or ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, text[start..^1]];
    }

    private static int Digits(string text, string whole) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out int digits) && digits is >= 0 and <= 38
        ? digits
        : throw new FormatException($"'{whole}' has digits that a decimal cannot have");
}
