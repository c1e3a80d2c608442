using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// Where a delivery stream gets its records from: <see cref="DirectPutSource"/>, <see cref="KinesisSource"/>, <see cref="MskSource"/> or
/// <see cref="DatabaseSource"/>.
/// </summary>
public abstract record DeliverySource
{
    private protected DeliverySource()
    {
    }

    // What the service calls this kind of source.
    internal abstract string Type { get; }

    internal virtual void Check(PropsCheck check)
    {
    }

    internal abstract void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream);
}
