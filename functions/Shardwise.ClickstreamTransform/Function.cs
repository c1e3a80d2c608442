using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Shardwise.ClickstreamTransform;

/// <summary>What Lambda runs for a delivery stream: each click comes back as one line with its hour; what is blank is dropped.</summary>
/// <param name="options">The defaults when <see langword="null"/>.</param>
public sealed class Function(FirehoseTransformOptions? options) : FirehoseTransform<JsonElement>(ClickJson.Default.JsonElement, options)
{
    private static readonly string[] Texts = ["id", "userId", "page"];

    /// <summary>Made by Lambda.</summary>
    public Function() : this(null)
    {
    }

    /// <summary>The handler.</summary>
    public Task<KinesisFirehoseResponse> Handle(FirehoseEvent firehoseEvent, ILambdaContext context) => HandleAsync(firehoseEvent, context);

    /// <inheritdoc/>
    protected override FirehoseResult TransformBlank(FirehoseEventRecord record) => FirehoseResult.Dropped;

    /// <inheritdoc/>
    protected override ValueTask<FirehoseResult> TransformAsync(JsonElement value, FirehoseEventRecord record, CancellationToken cancellationToken)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new RejectedRecordException("The click is not a JSON object.");
        foreach (var name in Texts)
            if (!value.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String || text.ValueEquals(""))
                throw new RejectedRecordException($"The click has no \"{name}\".");
        if (!value.TryGetProperty("timestamp", out var timestamp) || timestamp.ValueKind != JsonValueKind.String
            || !timestamp.TryGetDateTimeOffset(out var time))
            throw new RejectedRecordException("The click has no \"timestamp\" that is an ISO 8601 date and time.");
        return ValueTask.FromResult(FirehoseResult.Ok(value, ClickJson.Default.JsonElement, PartitionKeys(time.UtcDateTime)));
    }

    private static Dictionary<string, string> PartitionKeys(DateTime hour) =>
        new[] { ("year", "yyyy"), ("month", "MM"), ("day", "dd"), ("hour", "HH") }
        .ToDictionary(part => part.Item1, part => hour.ToString(part.Item2, CultureInfo.InvariantCulture));
}
