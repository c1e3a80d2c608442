using System.Text.Json.Serialization;

namespace Shardwise.Consumers.Tests.Overlap;

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class NumberJson : JsonSerializerContext;
