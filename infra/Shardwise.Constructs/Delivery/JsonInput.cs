using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>How JSON is read for conversion: <see cref="OpenXJsonInput"/> or <see cref="HiveJsonInput"/>.</summary>
public abstract record JsonInput
{
    private protected JsonInput()
    {
    }

    internal virtual void Check(PropsCheck check, string path)
    {
    }

    internal abstract DeserializerProperty Deserializer();
}
