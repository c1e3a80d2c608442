using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Shardwise.Cli.Tail;

/// <summary>Which user records are shown.</summary>
internal sealed class TailFilter
{
    private readonly HashSet<string> _keys;
    private readonly string? _path;
    private readonly string? _equalTo;

    /// <exception cref="InputException">The path is none, or a value is given without one.</exception>
    public TailFilter(TailSettings settings)
    {
        (_keys, _path, _equalTo) = (new HashSet<string>(settings.Keys, StringComparer.Ordinal), settings.Path, settings.EqualTo);
        if (_path is null && _equalTo is not null)
            throw new InputException($"--equals is \"{_equalTo}\"; it goes with --path only");
        if (_path is not null && !IsPath(_path))
            throw new InputException($"--path is \"{_path}\"; a JSON path such as $.user.id or $.items[?(@.price > 10)] is allowed");
    }

    /// <summary>Whether a user record, or a part of one, is shown.</summary>
    /// <param name="partitionKey">Its partition key, which it may not have.</param>
    /// <param name="data">Its bytes.</param>
    public bool Shows(string? partitionKey, ReadOnlySpan<byte> data) =>
        (_keys.Count == 0 || (partitionKey is not null && _keys.Contains(partitionKey))) && (_path is null || Finds(data));

    private bool Finds(ReadOnlySpan<byte> data)
    {
        try
        {
            // Texts that look like dates stay texts, and numbers keep their digits.
            using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(data)))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
            };
            return JToken.ReadFrom(reader).SelectTokens(_path!).Any(token => _equalTo is null || TextOf(token) == _equalTo);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string TextOf(JToken token) => token.Type == JTokenType.String ? (string)token! : token.ToString(Formatting.None);

    private static bool IsPath(string path)
    {
        try
        {
            _ = new JObject().SelectTokens(path).Any();
            return path.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
