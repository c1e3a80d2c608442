using System.Globalization;
using System.Text;

namespace Shardwise.Consumers.Tests.Serialization;

/// <summary>
/// The JSON of Kinesis events in every spelling that is allowed: names in any case, escapes, nulls, members twice or unknown, white space.
/// </summary>
internal sealed class RandomEvents(int seed)
{
    private static readonly string[] Texts = ["", "a", "aws:kinesis", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks", "grüße-\u4e16\U0001F600", "\"quoted\\\"\n", "x/y+z"];

    private readonly Random _random = new(seed);

    public byte[] Next() => Encoding.UTF8.GetBytes(OneIn(200) ? "null" : Space() + Object(
        () => Member("Records", OneIn(50) ? "null" : Array(_random.Next(4), () => OneIn(50) ? "null" : Record())),
        () => Unknown()) + Space());

    private string Record() => Object(
        () => Member("kinesis", OneIn(50) ? "null" : Kinesis()),
        () => Member("eventID", Text()),
        () => Member("eventSource", Text()),
        () => Member("eventVersion", Text()),
        () => Member("eventName", Text()),
        () => Member("invokeIdentityArn", Text()),
        () => Member("awsRegion", Text()),
        () => Member("eventSourceARN", Text()),
        () => Unknown());

    private string Kinesis() => Object(
        () => Member("kinesisSchemaVersion", Text()),
        () => Member("partitionKey", Text()),
        () => Member("sequenceNumber", Text()),
        () => Member("data", OneIn(50) ? "null" : Data()),
        () => Member("approximateArrivalTimestamp", OneIn(20) ? "null" : Time()),
        () => OneIn(10) ? Member("encryptionType", "null") : Unknown());

    private string Data()
    {
        var bytes = new byte[_random.Next(OneIn(8) ? 1500 : 60)];
        _random.NextBytes(bytes);
        var base64 = Convert.ToBase64String(bytes);
        if (OneIn(20) && base64.EndsWith('='))
        {
            // Bits left over in the last character, which the standard serializer passes over.
            var last = base64.TrimEnd('=').Length - 1;
            base64 = string.Concat(base64.AsSpan(0, last), base64[last] switch { 'A' => "B", 'Q' => "R", 'g' => "h", 'w' => "x", var other => $"{other}" }, base64.AsSpan(last + 1));
        }

        if (OneIn(20))
        {
            base64 = base64.Insert(_random.Next(base64.Length + 1), new string(' ', _random.Next(6)));
        }

        return $"\"{(OneIn(5) ? base64.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal) : base64)}\"";
    }

    private string Time() => _random.Next(7) switch
    {
        5 => $"{_random.NextInt64(95_617_584_000, 157_753_180_800)}",
        6 => $"{157_753_180_800 + _random.Next(2)}",
        0 => $"{_random.Next()}",
        1 => $"{1_763_636_700_000L + _random.Next()}",
        2 => $"\"{DateTime.UnixEpoch.AddMilliseconds(_random.NextInt64(4_000_000_000_000)):O}\"",
        3 => string.Create(CultureInfo.InvariantCulture, $"{_random.Next()}.{_random.Next(1000):D3}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{_random.NextDouble() * 2e9:E6}"),
    };

    private string Text()
    {
        var text = Texts[_random.Next(Texts.Length)];
        var json = new StringBuilder("\"");
        var escapesSurrogates = OneIn(2);
        foreach (var character in text)
        {
            json.Append(character is '"' or '\\' or < ' ' || (char.IsSurrogate(character) ? escapesSurrogates : OneIn(30)) ? $"\\u{(int)character:x4}" : character.ToString());
        }

        return OneIn(50) ? "null" : json.Append('"').ToString();
    }

    private string Unknown() => Member(
        $"other{_random.Next(9)}",
        _random.Next(4) switch { 0 => "[1, {\"data\": \"x\"}]", 1 => "{\"Records\": [null]}", 2 => "true", _ => "-1.5e3" });

    private string Member(string name, string value)
    {
        var spelt = _random.Next(6) switch
        {
            0 => name.ToUpperInvariant(),
            1 => name.ToLowerInvariant(),
            2 => $"\\u{(int)name[0]:x4}{name[1..]}",
            _ => name,
        };
        return $"\"{spelt}\"{Space()}:{Space()}{value}";
    }

    private string Object(params Func<string>[] members)
    {
        var chosen = members.Where(_ => !OneIn(12)).ToList();
        if (OneIn(10) && chosen.Count > 0)
        {
            chosen.Add(chosen[_random.Next(chosen.Count)]);
        }

        if (OneIn(3))
        {
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen));
        }

        return "{" + string.Join(",", chosen.Select(member => Space() + member() + Space())) + "}";
    }

    private string Array(int count, Func<string> element) => $"[{string.Join(",", Enumerable.Range(0, count).Select(_ => Space() + element()))}]";

    private string Space() => OneIn(8) ? " \n\t" : "";

    private bool OneIn(int times) => _random.Next(times) == 0;
}
