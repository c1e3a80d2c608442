using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// What is done with each record on its way. The steps are rendered in the one order that the service accepts, which is that of these properties.
/// </summary>
public sealed record RecordProcessing
{
    /// <summary>What CloudWatch Logs sends is compressed and enveloped: whether to unpack it.</summary>
    /// <value>The default is <see cref="LogUnpacking.None"/>.</value>
    public LogUnpacking CloudWatchLogs { get; init; } = ConstructDefaults.Current.DeliveryLogUnpacking;

    /// <summary>How one record that holds several is taken apart. Aggregation by the KPL needs no setting: the service undoes it.</summary>
    /// <value>The default is not at all.</value>
    public RecordSplitting? Splitting { get; init; }

    /// <summary>The function that every record passes through.</summary>
    /// <value>The default is none.</value>
    public LambdaTransform? Transform { get; init; }

    /// <summary>Whether a line feed is put after each record, which makes an object of JSON records one of lines.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AppendNewline { get; init; } = ConstructDefaults.Current.DeliveryAppendNewline;

    internal void Check(PropsCheck check)
    {
        const string path = $"Destination.{nameof(DeliveryDestination.Processing)}";
        Splitting?.Check(check, $"{path}.{nameof(Splitting)}");
        Transform?.Check(check, $"{path}.{nameof(Transform)}");
    }

    internal ProcessingConfigurationProperty? Bind(DeliveryBinding binding, double transformBufferMb, ProcessorProperty? partitioning = null)
    {
        List<ProcessorProperty> processors = [];
        if (CloudWatchLogs != LogUnpacking.None)
            processors.Add(Processor("Decompression", ("CompressionFormat", "GZIP")));
        if (CloudWatchLogs == LogUnpacking.Messages)
            processors.Add(Processor("CloudWatchLogProcessing", ("DataMessageExtraction", "true")));
        if (Splitting is { } splitting)
            processors.Add(splitting.Processor());
        if (Transform is { } transform)
            processors.Add(transform.Bind(binding, transformBufferMb));
        if (partitioning is not null)
            processors.Add(partitioning);
        if (AppendNewline)
            processors.Add(Processor("AppendDelimiterToRecord", ("Delimiter", "\\n")));
        return processors.Count == 0 ? null : new ProcessingConfigurationProperty { Enabled = true, Processors = processors.ToArray<object>() };
    }

    internal static ProcessorProperty Processor(string type, params (string Name, string Value)[] parameters) => new()
    {
        Type = type,
        Parameters = parameters
            .Select(parameter => new ProcessorParameterProperty { ParameterName = parameter.Name, ParameterValue = parameter.Value })
            .ToArray<object>(),
    };
}
