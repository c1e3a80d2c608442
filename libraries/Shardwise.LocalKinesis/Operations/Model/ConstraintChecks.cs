using System.Globalization;
using System.Text;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Holds a request against the constraints of the model and refuses it with all that it breaks, up to ten.</summary>
internal static class ConstraintChecks
{
    private const int MostErrors = 10;

    /// <exception cref="Refusal">A constraint is broken.</exception>
    public static void Check(Input input, IEnumerable<Member> members)
    {
        var errors = new List<string>();
        Check(input, members, "", errors);
        if (errors.Count > 0)
        {
            throw Refusals.Validation(errors.Take(MostErrors).ToArray());
        }
    }

    private static void Check(Input input, IEnumerable<Member> members, string path, List<string> errors)
    {
        foreach (var member in members)
        {
            if (errors.Count >= MostErrors)
            {
                return;
            }

            CheckMember(input[member.Name], member, path + char.ToLowerInvariant(member.Name[0]) + member.Name[1..], errors);
        }
    }

    private static void CheckMember(object? value, Member member, string path, List<string> errors)
    {
        void Refuse(string rule) =>
            errors.Add($"Value {(value is null ? "null" : $"'{Show(value)}'")} at '{path}' failed to satisfy constraint: {rule}");

        if (value is null)
        {
            if (member.IsRequired)
            {
                Refuse("Member must not be null");
            }

            return;
        }

        if (value is string text && member.Regex?.IsMatch(text) == false)
        {
            Refuse($"Member must satisfy regular expression pattern: {member.Pattern}");
        }

        if (value is long number)
        {
            CheckBounds(number, member.Least, member.Most, "value", Refuse);
        }
        else if (LengthOf(value) is { } length)
        {
            CheckBounds(length, member.LeastLength, member.MostLength, "length", Refuse);
        }

        if (member.Values is { } values && value is string choice && !values.Contains(choice, StringComparer.Ordinal))
        {
            Refuse($"Member must satisfy enum value set: [{string.Join(", ", values)}]");
        }

        CheckParts(value, member, path, Refuse, errors);
    }

    private static void CheckBounds(long size, long? least, long? most, string what, Action<string> refuse)
    {
        if (size < least)
        {
            refuse(string.Create(CultureInfo.InvariantCulture, $"Member must have {what} greater than or equal to {least}"));
        }

        if (size > most)
        {
            refuse(string.Create(CultureInfo.InvariantCulture, $"Member must have {what} less than or equal to {most}"));
        }
    }

    private static void CheckParts(object value, Member member, string path, Action<string> refuse, List<string> errors)
    {
        switch (value)
        {
            case Input structure:
                Check(structure, member.Fields, path + ".", errors);
                break;
            case List<object?> list when member.Element!.Kind == Kind.Structure:
                for (var i = 0; i < list.Count && errors.Count < MostErrors; i++)
                {
                    CheckMember(list[i], member.Element.Required(), string.Create(CultureInfo.InvariantCulture, $"{path}.{i + 1}.member"), errors);
                }

                break;
            case List<object?> list:
                CheckElements(list, member.Element!, refuse);
                break;
            case Dictionary<string, string> map when member is { KeyLength: { } key, ValueLength: { } content }:
                CheckInner(map.Keys, key, "Map keys must satisfy constraint", refuse);
                CheckInner(map.Values, content, "Map value must satisfy constraint", refuse);
                break;
        }
    }

    private static void CheckElements(List<object?> list, Member element, Action<string> refuse)
    {
        if (element.Values is { } values && list.Any(item => item is not string text || !values.Contains(text, StringComparer.Ordinal)))
        {
            refuse($"Member must satisfy constraint: [Member must satisfy enum value set: [{string.Join(", ", values)}]]");
        }
        else if (element is { LeastLength: { } least, MostLength: { } most })
        {
            CheckInner(list.Select(item => item as string ?? ""), (least, most), "Member must satisfy constraint", refuse);
        }
    }

    private static void CheckInner(IEnumerable<string> texts, (int Least, int Most) length, string what, Action<string> refuse)
    {
        if (texts.Any(text => text.Length < length.Least || text.Length > length.Most))
        {
            refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: [Member must have length less than or equal to {length.Most}, Member must have length greater than or equal to "
                + $"{length.Least}]"));
        }
    }

    private static int? LengthOf(object value) => value switch
    {
        string text => text.Length,
        ReadOnlyMemory<byte> bytes => bytes.Length,
        List<object?> list => list.Count,
        Dictionary<string, string> map => map.Count,
        _ => null,
    };

    // As Java prints them: the service does.
    private static string Show(object value) => value switch
    {
        ReadOnlyMemory<byte> bytes =>
            string.Create(CultureInfo.InvariantCulture, $"java.nio.HeapByteBuffer[pos=0 lim={bytes.Length} cap={bytes.Length}]"),
        List<object?> list => $"[{string.Join(", ", list.Select(element => element is null ? "null" : Show(element)))}]",
        Dictionary<string, string> map => $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}={pair.Value}"))}}}",
        Input structure => string.Create(CultureInfo.InvariantCulture,
            $"com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@{HashOf(structure):x8}"),
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => (string)value,
    };

    // Any hash does, as long as the same request gives the same text.
    private static uint HashOf(Input entry) =>
        Log.Checksum.Of(Encoding.UTF8.GetBytes($"{entry.Text("PartitionKey")}|{entry.Text("ExplicitHashKey")}|{entry.Blob("Data").Length}"));
}
