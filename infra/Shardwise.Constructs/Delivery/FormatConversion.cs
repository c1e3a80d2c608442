using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Turns JSON records into columnar files by the schema of a Glue table.</summary>
public sealed record FormatConversion
{
    /// <summary>The table whose schema the records have.</summary>
    public required GlueTable Schema { get; init; }

    /// <summary>How the JSON is read.</summary>
    /// <value>The default is <see cref="OpenXJsonInput"/>.</value>
    public JsonInput Input { get; init; } = ConstructDefaults.Current.ConversionInput;

    /// <summary>What is written.</summary>
    /// <value>The default is <see cref="ParquetOutput"/>.</value>
    public ColumnarOutput Output { get; init; } = ConstructDefaults.Current.ConversionOutput;

    internal void Check(PropsCheck check)
    {
        const string path = $"Destination.{nameof(S3Destination.Conversion)}";
        Schema.Check(check, $"{path}.{nameof(Schema)}");
        Input.Check(check, $"{path}.{nameof(Input)}");
        Output.Check(check, $"{path}.{nameof(Output)}");
    }

    internal DataFormatConversionConfigurationProperty Bind(DeliveryBinding binding) => new()
    {
        Enabled = true,
        SchemaConfiguration = Schema.Bind(binding),
        InputFormatConfiguration = new InputFormatConfigurationProperty { Deserializer = Input.Deserializer() },
        OutputFormatConfiguration = new OutputFormatConfigurationProperty { Serializer = Output.Serializer() },
    };
}
