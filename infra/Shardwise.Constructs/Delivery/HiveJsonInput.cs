using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>The Hive deserializer: for time stamps in forms of your own.</summary>
public sealed record HiveJsonInput : JsonInput
{
    /// <summary>The forms of time stamps, as Joda's DateTimeFormat has them, or <c>millis</c>.</summary>
    /// <value>The default is none: <c>java.sql.Timestamp::valueOf</c> reads them.</value>
    public IReadOnlyList<string> TimestampFormats { get; init; } = [];

    internal override void Check(PropsCheck check, string path)
    {
        foreach (var format in TimestampFormats)
            check.Required($"{path}.{nameof(TimestampFormats)}", format);
    }

    internal override DeserializerProperty Deserializer() => new()
    {
        HiveJsonSerDe = new HiveJsonSerDeProperty { TimestampFormats = TimestampFormats.Count == 0 ? null : TimestampFormats.ToArray() },
    };
}
