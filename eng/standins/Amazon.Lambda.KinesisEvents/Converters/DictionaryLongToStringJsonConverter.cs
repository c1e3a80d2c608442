using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisEvents.Converters;

/// <summary>A window's state, whose values may come as whole numbers or as strings. It can be read, and as in the package never be written.</summary>
public class DictionaryLongToStringJsonConverter : JsonConverter<Dictionary<string, string>>
{
    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A window state is a JSON object, not {reader.TokenType}.");
        }

        var state = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            if (string.IsNullOrWhiteSpace(key))
            {
                throw new JsonException("A window state has a key that is empty.");
            }

            reader.Read();
            state.Add(key, Value(ref reader, key));
        }

        return state;
    }

    /// <summary>
    /// The package makes a context of the options that are in use, which a context takes only once: so it throws here for every state, whatever the
    /// serializer.
    /// </summary>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, typeof(Dictionary<string, string>), new StateContext(options));

    private static string Value(ref Utf8JsonReader reader, string key) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        _ => throw new JsonException($"The window state \"{key}\" is a string or a whole number, not {reader.TokenType}."),
    };
}
