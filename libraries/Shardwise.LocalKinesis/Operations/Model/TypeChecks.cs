namespace Shardwise.LocalKinesis.Operations;

/// <summary>
/// Gives a parsed request the types of the model, or refuses it as the service does: the first member of the wrong type. What was parsed is null,
/// bool,
/// <see cref="RawNumber"/>, string, bytes (CBOR alone), a list or a dictionary of these.
/// </summary>
internal static class TypeChecks
{
    private const string Number = "com.amazon.coral.value.json.numbers.TruncatingBigNumber";

    public static Input Read(Dictionary<string, object?> raw, IEnumerable<Member> members)
    {
        var input = new Input();
        foreach (var member in members)
        {
            input[member.Name] = raw.TryGetValue(member.Name, out var value) ? Read(value, member) : null;
        }

        return input;
    }

    private static object? Read(object? raw, Member member) => raw switch
    {
        null => null,
        List<object?> list => member.Kind == Kind.List
            ? list.ConvertAll(element => Read(element, member.Element!)) : throw Refusals.ListNotExpected(),
        Dictionary<string, object?> map => member.Kind switch
        {
            Kind.Map => map.Where(pair => pair.Value is not null)
                .ToDictionary(pair => pair.Key, pair => (string)ReadText(pair.Value), StringComparer.Ordinal),
            Kind.Structure => Read(map, member.Fields),
            _ => throw Refusals.StructureNotExpected(),
        },
        _ => ReadScalar(raw, member),
    };

    private static object ReadScalar(object raw, Member member) => member.Kind switch
    {
        Kind.String => ReadText(raw),
        Kind.Integer => Math.Min(ReadNumber(raw, "Integer"), int.MaxValue),
        Kind.Long => ReadNumber(raw, "Long"),
        Kind.Boolean => ReadFlag(raw),
        Kind.Blob => ReadBlob(raw),
        Kind.Timestamp => raw switch
        {
            RawNumber number => number.Milliseconds,
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            _ => throw Refusals.Serialization(
                $"class java.lang.{(raw is bool ? "Boolean" : "String")} can not be converted to milliseconds since epoch"),
        },
        Kind.List => throw Refusals.Serialization("Expected list or null"),
        Kind.Map => throw Refusals.Serialization("Expected map or null"),
        _ => throw Refusals.Serialization("Expected null"),
    };

    private static object ReadText(object? raw) => raw switch
    {
        string text => text,
        bool => throw Refusals.NotConvertible("java.lang.Boolean", "String"),
        List<object?> => throw Refusals.ListNotExpected(),
        Dictionary<string, object?> => throw Refusals.StructureNotExpected(),
        _ => throw Refusals.NotConvertible(Number, "String"),
    };

    private static long ReadNumber(object raw, string type) => raw switch
    {
        RawNumber number => number.Floor,
        bool => throw Refusals.NotConvertible("java.lang.Boolean", type),
        _ => throw Refusals.NotConvertible("java.lang.String", type),
    };

    private static object ReadFlag(object raw) => raw switch
    {
        bool flag => flag,
        RawNumber { IsWhole: false } => true,
        RawNumber => throw Refusals.NotConvertible(Number, "Boolean"),
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            var other => throw Refusals.Serialization($"'{other}' can not be converted to an Boolean"),
        },
        _ => throw Refusals.Serialization("class java.nio.HeapByteBuffer can not be converted to an Boolean"),
    };

    private static object ReadBlob(object raw) => raw switch
    {
        ReadOnlyMemory<byte> bytes => bytes,
        string text => ReadBase64(text),
        bool => throw Refusals.Serialization("class java.lang.Boolean can not be converted to a Blob"),
        _ => throw Refusals.Serialization($"class {Number} can not be converted to a Blob"),
    };

    private static object ReadBase64(string text)
    {
        var what = $"'{text}' can not be converted to a Blob: ";
        if (text.Length % 4 != 0)
        {
            throw Refusals.Serialization(what + $"Base64 encoded length is expected a multiple of 4 bytes but found: {text.Length}");
        }

        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var isPadding = character == '=' && i >= text.Length - 2 && text.AsSpan(i).Trim('=').IsEmpty;
            if (!isPadding && !(char.IsAsciiLetterOrDigit(character) || character is '+' or '/'))
            {
                throw Refusals.Serialization(what + $"Invalid Base64 character: '{character}'");
            }
        }

        var bytes = Convert.FromBase64String(text);
        return Convert.ToBase64String(bytes) == text
            ? (ReadOnlyMemory<byte>)bytes
            : throw Refusals.Serialization(what + "Invalid last non-pad Base64 character dectected");
    }
}
