using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisEvents.Converters;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal partial class StateContext : JsonSerializerContext;
