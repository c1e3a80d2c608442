using System.Globalization;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// A stream's state as the value of a tag: <c>v1 shards:57 next:58 goal:80</c>. A person reads it in the console, and every character is
/// one that Kinesis tags allow. What cannot be read is left out: the state is a help, and the stream itself the truth.
/// </summary>
internal static class StateCodec
{
    private const string Version = "v1";

    public static string Encode(StreamState state)
    {
        var words = new List<string> { Version };
        Add("shards", state.Shards);
        Add("next", state.Next);
        Add("goal", state.Goal);
        AddTime("refused", state.RefusedUntil);
        if (state.Hot is { } hot)
        {
            AddTime("hot", hot.Since);
            Add("splits", hot.Splits);
            AddTime("split", hot.SplitAt);
            Add("metrics", hot.MetricsAreOurs ? 1 : null);
            Add("beyond", hot.IsBeyondSplits ? 1 : null);
            Add("relieved", hot.IsRelieved ? 1 : null);
        }

        if (state.Seen.Count > 0)
            words.Add("seen:" + string.Join('/', state.Seen.Select(seen => Invariant($"{OperationsCodec.Minute(seen.At)}={seen.Shards}"))));

        return string.Join(' ', words);

        void Add(string name, int? value)
        {
            if (value is { } number)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{number}"));
        }

        void AddTime(string name, DateTimeOffset? value)
        {
            if (value is { } time)
                words.Add($"{name}:{OperationsCodec.Minute(time)}");
        }
    }

    public static StreamState Decode(string? value)
    {
        var words = (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Version, ..])
            return StreamState.Unknown;

        var members = new Dictionary<string, string>(words.Length, StringComparer.Ordinal);
        foreach (var word in words.AsSpan(1))
        {
            if (word.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
                members.TryAdd(word[..colon], word[(colon + 1)..]);
        }

        return new StreamState
        {
            Shards = Count(members, "shards"),
            Next = Count(members, "next"),
            Goal = Count(members, "goal"),
            RefusedUntil = Time(members, "refused"),
            Seen = Counts(members),
            Hot = Time(members, "hot") is not { } since ? null : new HotSpot(since)
            {
                Splits = Count(members, "splits") ?? 0,
                SplitAt = Time(members, "split"),
                MetricsAreOurs = members.ContainsKey("metrics"),
                IsBeyondSplits = members.ContainsKey("beyond"),
                IsRelieved = members.ContainsKey("relieved"),
            },
        };
    }

    private static IReadOnlyList<SeenCount> Counts(Dictionary<string, string> members)
    {
        var seen = new List<SeenCount>();
        foreach (var pair in members.GetValueOrDefault("seen", "").Split('/').Select(entry => entry.Split('=')).Where(pair => pair.Length == 2))
        {
            if (OperationsCodec.Minute(pair[0]) is { } at && Number(pair[1]) is { } shards)
                seen.Add(new SeenCount(at, shards));
        }

        return [.. seen.OrderBy(count => count.At)];
    }

    private static int? Count(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var text) ? Number(text) : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static DateTimeOffset? Time(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var text) ? OperationsCodec.Minute(text) : null;
}
