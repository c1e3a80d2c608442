using System.Globalization;

namespace Shardwise.Local.Rpc;

/// <summary>The fields of a Query request as the values that JSON reads into; every leaf is a text.</summary>
internal static class QueryForm
{
    public static Dictionary<string, object?> Read(IReadOnlyDictionary<string, string> fields)
    {
        var root = new SortedNode();
        foreach (var (path, value) in fields)
        {
            var node = root;
            foreach (string step in path.Split('.'))
            {
                node = node.Child(step);
            }

            node.Value = value;
        }

        return root.Children.ToDictionary(child => child.Key, child => child.Value.ToValue(), StringComparer.Ordinal);
    }

    private sealed class SortedNode
    {
        public Dictionary<string, SortedNode> Children { get; } = new(StringComparer.Ordinal);

        public string? Value { get; set; }

        public SortedNode Child(string name) => Children.TryGetValue(name, out var child) ? child : Children[name] = new SortedNode();

        public object? ToValue()
        {
            if (Children.Count == 0)
            {
                return Value;
            }

            // Lists are Name.member.1 or, flattened, Name.1; maps Name.entry.1.key and .value.
            return Children.Count == 1 && Children.TryGetValue("member", out var members) && members.IsNumbered ? members.ToList()
                : Children.Count == 1 && Children.TryGetValue("entry", out var entries) && entries.IsNumbered ? Map(entries)
                : IsNumbered ? ToList()
                : Children.ToDictionary(child => child.Key, child => child.Value.ToValue(), StringComparer.Ordinal);
        }

        private bool IsNumbered => Children.Count > 0 && Children.Keys.All(key =>
            int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _));

        private List<object?> ToList() =>
            [.. Children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture)).Select(child => child.Value.ToValue())];

        // The attributes of a message say Name and Value.
        private static Dictionary<string, object?> Map(SortedNode entries)
        {
            var map = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var entry in entries.Children.Values.Select(child => child.Children))
            {
                if ((entry.GetValueOrDefault("key") ?? entry.GetValueOrDefault("Name"))?.Value is { } key)
                {
                    map[key] = (entry.GetValueOrDefault("value") ?? entry.GetValueOrDefault("Value"))?.ToValue();
                }
            }

            return map;
        }
    }
}
