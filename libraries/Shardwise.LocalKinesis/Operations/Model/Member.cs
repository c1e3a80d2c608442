using System.Text.RegularExpressions;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>One member of a request: its type and what the model allows.</summary>
internal sealed record Member(string Name, Kind Kind)
{
    private Regex? _regex;

    public bool IsRequired { get; init; }

    /// <summary>The whole text must match; shown as it stands in the model.</summary>
    public string? Pattern { get; init; }

    /// <summary>Made when a value is first held against it: the start needs none.</summary>
    public Regex? Regex =>
        Pattern is null ? null : _regex ??= new Regex($@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public long? Least { get; init; }

    public long? Most { get; init; }

    public int? LeastLength { get; init; }

    public int? MostLength { get; init; }

    public string[]? Values { get; init; }

    /// <summary>A list's elements.</summary>
    public Member? Element { get; init; }

    /// <summary>A structure's members.</summary>
    public Member[] Fields { get; init; } = [];

    /// <summary>A map's keys and values.</summary>
    public (int Least, int Most)? KeyLength { get; init; }

    public (int Least, int Most)? ValueLength { get; init; }

    public Member Required() => this with { IsRequired = true };

    public Member Named(string name) => this with { Name = name };

    public static Member Text(string name, int least, int most, string? pattern = null) => new(name, Kind.String)
    {
        LeastLength = least,
        MostLength = most,
        Pattern = pattern,
    };

    public static Member Number(string name, long? least = null, long? most = null) => new(name, Kind.Integer) { Least = least, Most = most };

    public static Member Choice(string name, params string[] values) => new(name, Kind.String) { Values = values };

    public static Member Structure(string name, params Member[] fields) => new(name, Kind.Structure) { Fields = fields };

    public static Member List(string name, int least, int most, Member element) =>
        new(name, Kind.List) { LeastLength = least, MostLength = most, Element = element };
}
