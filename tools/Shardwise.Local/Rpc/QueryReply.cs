using System.Globalization;
using System.Xml.Linq;

namespace Shardwise.Local.Rpc;

/// <summary>Answers of the Query protocol: XML of an operation's name, its result and the request's id.</summary>
internal static class QueryReply
{
    public static XElement Write(string operation, XNamespace space, Dictionary<string, object?>? reply, string requestId)
    {
        var root = new XElement(space + (operation + "Response"));
        if (reply is not null)
        {
            root.Add(new XElement(space + (operation + "Result"), Members(space, reply)));
        }

        root.Add(new XElement(space + "ResponseMetadata", new XElement(space + "RequestId", requestId)));
        return root;
    }

    private static IEnumerable<object?> Members(XNamespace space, IReadOnlyDictionary<string, object?> structure) =>
        structure.Where(member => member.Value is not null).Select(member => new XElement(space + member.Key, Content(space, member.Value)));

    private static object? Content(XNamespace space, object? value) => value switch
    {
        AwsMap map => map.Select(entry => new XElement(
            space + "entry", new XElement(space + "key", entry.Key), new XElement(space + "value", Content(space, entry.Value)))),
        IReadOnlyDictionary<string, object?> structure => Members(space, structure),
        IReadOnlyList<object?> list => list.Select(item => new XElement(space + "member", Content(space, item))),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
