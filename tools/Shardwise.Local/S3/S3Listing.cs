using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>One page of ListObjectsV2, or of the older ListObjects.</summary>
internal sealed class S3Listing
{
    private const int MaxKeys = 1_000;
    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly List<S3Object> _objects = [];
    private readonly List<string> _prefixes = [];
    private string _bucket = "";
    private string _prefix = "";
    private string _delimiter = "";
    private int _size;
    private bool _isEncoded;
    private bool _isOld;
    private string? _next;

    public static S3Listing Of(S3Folder folder, string bucket, IQueryCollection query)
    {
        var listing = new S3Listing
        {
            _bucket = bucket,
            _prefix = query["prefix"].ToString(),
            _delimiter = query["delimiter"].ToString(),
            _size = Size(query["max-keys"].ToString()),
            _isEncoded = query["encoding-type"] == "url",
            _isOld = query["list-type"] != "2",
        };
        var after = listing._isOld ? query["marker"].ToString()
            : query.ContainsKey("continuation-token") ? Decode(query["continuation-token"].ToString())
            : query["start-after"].ToString();
        listing.Fill(folder.Keys(bucket, listing._prefix), key => folder.Find(bucket, key), after);
        return listing;
    }

    public XElement ToXml()
    {
        var root = new XElement(
            Xml + "ListBucketResult",
            new XElement(Xml + "Name", _bucket),
            new XElement(Xml + "Prefix", Text(_prefix)),
            new XElement(Xml + "MaxKeys", _size),
            _isOld ? null : new XElement(Xml + "KeyCount", _objects.Count + _prefixes.Count),
            new XElement(Xml + "IsTruncated", _next is not null));
        if (_isEncoded)
        {
            root.Add(new XElement(Xml + "EncodingType", "url"));
        }

        if (_delimiter.Length > 0)
        {
            root.Add(new XElement(Xml + "Delimiter", Text(_delimiter)));
        }

        if (_next is not null && _isOld)
        {
            root.Add(new XElement(Xml + "NextMarker", Text(_next)));
        }
        else if (_next is not null)
        {
            root.Add(new XElement(Xml + "NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(_next))));
        }

        root.Add(_objects.Select(Contents));
        root.Add(_prefixes.Select(prefix => new XElement(Xml + "CommonPrefixes", new XElement(Xml + "Prefix", Text(prefix)))));
        return root;
    }

    private void Fill(IReadOnlyList<string> keys, Func<string, S3Object?> find, string after)
    {
        var last = after;
        foreach (var key in keys)
        {
            var entry = CommonPrefix(key) ?? key;
            if (Precedes(entry, after) || entry == after || (_prefixes.Count > 0 && _prefixes[^1] == entry))
            {
                continue;
            }

            if (_objects.Count + _prefixes.Count == _size)
            {
                _next = _size == 0 ? null : last;
                return;
            }

            last = entry;
            if (entry == key)
            {
                // One that was deleted meanwhile is not there.
                if (find(key) is { } item)
                {
                    _objects.Add(item);
                }
            }
            else
            {
                _prefixes.Add(entry);
            }
        }
    }

    private string? CommonPrefix(string key)
    {
        var at = _delimiter.Length == 0 ? -1 : key.IndexOf(_delimiter, _prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + _delimiter.Length)];
    }

    private static bool Precedes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)) < 0;

    private XElement Contents(S3Object item) => new(
        Xml + "Contents",
        new XElement(Xml + "Key", Text(item.Key)),
        new XElement(Xml + "LastModified", S3Requests.Iso(item.LastModified)),
        new XElement(Xml + "ETag", item.ETag),
        new XElement(Xml + "Size", item.Size),
        new XElement(Xml + "StorageClass", "STANDARD"));

    private string Text(string text) => _isEncoded ? Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text;

    private static int Size(string text) =>
        text.Length == 0 ? MaxKeys
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Min(size, MaxKeys)
        : throw new AwsError("InvalidArgument", $"The parameter max-keys must be a whole number; it is {text}.");

    private static string Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
        }
    }
}
