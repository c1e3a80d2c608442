using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

[JsonSerializable(typeof(DynamoDbChange))]
internal sealed partial class ChangeJson : JsonSerializerContext;
