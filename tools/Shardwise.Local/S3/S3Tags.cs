using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>Tags of objects: as a header, and as a document.</summary>
internal static class S3Tags
{
    // The object tagging page of the user guide.
    private const int MostTags = 10;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    private static readonly XNamespace Xml = S3Requests.Namespace;

    /// <summary>The tags of a request that writes an object; null where it says nothing of tags.</summary>
    /// <exception cref="AwsError">S3 would not take them.</exception>
    public static IReadOnlyDictionary<string, string>? OfHeader(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("x-amz-tagging", out var header))
        {
            return null;
        }

        var tags = QueryHelpers.ParseQuery(header.ToString());
        return tags.Values.All(values => values.Count == 1)
            ? Checked([.. tags.Select(tag => (tag.Key, tag.Value.ToString()))])
            : throw new AwsError("InvalidArgument",
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.");
    }

    /// <summary>The tags of a document.</summary>
    /// <exception cref="AwsError">S3 would not take them.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> OfBodyAsync(ServiceCall call)
    {
        var document = await S3Requests.XmlAsync(call).ConfigureAwait(false);
        return Checked([.. document.Descendants().Where(tag => tag.Name.LocalName == "Tag").Select(tag => (
            S3Requests.Text(tag, "Key") ?? throw S3Errors.Xml(), S3Requests.Text(tag, "Value") ?? throw S3Errors.Xml()))]);
    }

    public static XElement Document(IReadOnlyDictionary<string, string> tags) => new(Xml + "Tagging", new XElement(Xml + "TagSet", tags.Select(tag =>
        new XElement(Xml + "Tag", new XElement(Xml + "Key", tag.Key), new XElement(Xml + "Value", tag.Value)))));

    private static Dictionary<string, string> Checked(IReadOnlyList<(string Key, string Value)> tags)
    {
        if (tags.Count > MostTags)
        {
            throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
        }

        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > LongestKey)
            {
                throw new AwsError("InvalidTag", "The TagKey you have provided is invalid");
            }

            if (value.Length > LongestValue)
            {
                throw new AwsError("InvalidTag", "The TagValue you have provided is invalid");
            }

            if (!made.TryAdd(key, value))
            {
                throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
            }
        }

        return made;
    }
}
