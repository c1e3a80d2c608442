using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Cli.Redrive;

[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class LetterJson : JsonSerializerContext;
