using System.Text.Json.Serialization;

namespace Shardwise.Consumers.Tests.Sinks;

/// <summary>What the sinks of these tests write.</summary>
public sealed record Order(int Id, string? Note = null);

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
