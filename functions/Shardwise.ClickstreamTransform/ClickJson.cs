using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.ClickstreamTransform;

/// <summary>A click as it came: members that nobody here knows are delivered too.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ClickJson : JsonSerializerContext;
