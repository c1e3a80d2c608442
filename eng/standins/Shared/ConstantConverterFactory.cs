using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Shardwise.Standins;

/// <summary>An enumeration of the service model is its value on the wire; a value not known here is kept as it came.</summary>
internal sealed class ConstantConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(ConstantClass));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert));

    private sealed class Converter<T> : JsonConverter<T>
        where T : ConstantClass
    {
        private static readonly Func<string, T> FindValue =
            typeof(T).GetMethod("FindValue", [typeof(string)]).CreateDelegate<Func<string, T>>();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FindValue(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
