using System.Xml.Linq;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Sqs;

/// <summary>SQS in the older protocol, whose lists and maps are flat: between its names and those of JSON.</summary>
internal static class SqsQuery
{
    public static readonly XNamespace Namespace = "http://queue.amazonaws.com/doc/2012-11-05/";

    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["AttributeName"] = "AttributeNames",
        ["MessageAttributeName"] = "MessageAttributeNames",
        ["MessageSystemAttributeName"] = "MessageSystemAttributeNames",
        ["TagKey"] = "TagKeys",
        ["SendMessageBatchRequestEntry"] = "Entries",
        ["DeleteMessageBatchRequestEntry"] = "Entries",
        ["ChangeMessageVisibilityBatchRequestEntry"] = "Entries",
    };

    private static readonly Dictionary<string, (string Json, string Key, string Value)> Maps = new(StringComparer.Ordinal)
    {
        ["Attribute"] = ("Attributes", "Name", "Value"),
        ["MessageAttribute"] = ("MessageAttributes", "Name", "Value"),
        ["MessageSystemAttribute"] = ("MessageSystemAttributes", "Name", "Value"),
        ["Tag"] = ("Tags", "Key", "Value"),
    };

    public static Dictionary<string, object?> Read(string operation, Dictionary<string, object?> form)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in form)
        {
            if (Lists.TryGetValue(name, out string? list))
            {
                members[list] = (value as List<object?> ?? [value])
                    .Select(item => item is Dictionary<string, object?> entry ? Read(operation, entry) : item).ToList();
            }
            else if (Maps.TryGetValue(name, out var map))
            {
                members[operation == "CreateQueue" && name == "Tag" ? "tags" : map.Json] = ReadMap(value, map.Key, map.Value);
            }
            else
            {
                members[name] = value;
            }
        }

        return members;
    }

    public static XElement Write(string operation, Dictionary<string, object?>? reply, string requestId)
    {
        var root = new XElement(Namespace + (operation + "Response"));
        if (reply is not null)
        {
            root.Add(new XElement(Namespace + (operation + "Result"), reply.SelectMany(member => Members(operation, member.Key, member.Value))));
        }

        root.Add(new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", requestId)));
        return root;
    }

    private static Dictionary<string, object?> ReadMap(object? value, string key, string item) => (value as List<object?> ?? [])
        .OfType<Dictionary<string, object?>>()
        .Where(entry => entry.GetValueOrDefault(key) is string)
        .ToDictionary(entry => (string)entry[key]!, entry => entry.GetValueOrDefault(item), StringComparer.Ordinal);

    private static IEnumerable<XElement> Members(string operation, string name, object? value) => value switch
    {
        null => [],
        AwsMap map => map.Select(entry => new XElement(
            Namespace + name.TrimEnd('s'),
            new XElement(Namespace + (name == "Tags" ? "Key" : "Name"), entry.Key),
            new XElement(Namespace + "Value", Value(operation, entry.Value)))),
        List<object?> list => list.Select(item => new XElement(Namespace + Singular(operation, name), Value(operation, item))),
        _ => [new XElement(Namespace + name, Value(operation, value))],
    };

    private static object? Value(string operation, object? value) => value switch
    {
        Dictionary<string, object?> structure => structure.SelectMany(member => Members(operation, member.Key, member.Value)),
        byte[] bytes => Convert.ToBase64String(bytes),
        bool flag => flag ? "true" : "false",
        _ => value,
    };

    private static string Singular(string operation, string list) => list switch
    {
        "Successful" => operation + "ResultEntry",
        "Failed" => "BatchResultErrorEntry",
        "QueueUrls" or "queueUrls" => "QueueUrl",
        _ => "Message",
    };
}
