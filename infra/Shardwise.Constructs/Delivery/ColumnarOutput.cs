using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>What records are converted to: <see cref="ParquetOutput"/> or <see cref="OrcOutput"/>.</summary>
public abstract record ColumnarOutput
{
    private protected ColumnarOutput()
    {
    }

    internal abstract void Check(PropsCheck check, string path);

    internal abstract SerializerProperty Serializer();
}
