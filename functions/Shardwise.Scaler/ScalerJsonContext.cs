using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>What Lambda deserializes, without reflection.</summary>
[JsonSerializable(typeof(CloudWatchEvent<ScalingTarget>))]
[JsonSerializable(typeof(CloudWatchEvent<ScalerFleet>))]
[JsonSerializable(typeof(ScalerNotices))]
public sealed partial class ScalerJsonContext : JsonSerializerContext;
