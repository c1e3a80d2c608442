using System.Text.Json.Serialization;
using Shardwise.Consumers;

namespace Company.Orders;

/// <summary>What a user record of the stream holds: make it your own.</summary>
public sealed record Order(string? Id, string? CustomerId, DateTimeOffset PlacedAt, decimal Amount);

/// <summary>How it is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimestampConverter)])]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
