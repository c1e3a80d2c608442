using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Knows the SDK enumerations of the S3 and DynamoDB events only, as the package does; others are objects to it.</summary>
public class ConstantClassConverter : JsonConverter<object>
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.FullName is "Amazon.S3.EventType" or "Amazon.DynamoDBv2.OperationType" or "Amazon.DynamoDBv2.StreamViewType";

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Activator.CreateInstance(typeToConvert, reader.GetString());

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
