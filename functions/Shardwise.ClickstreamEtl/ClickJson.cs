using System.Text.Json.Serialization;
using Shardwise.Consumers;

namespace Shardwise.ClickstreamEtl;

/// <summary>A click as JSON. Other members than a click's are not kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimestampConverter)])]
[JsonSerializable(typeof(Click))]
internal sealed partial class ClickJson : JsonSerializerContext;
