using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Pipelines;

/// <summary>A whole pipeline: a stream, what keeps its size, what reads it, what delivers it, and the page that shows how it does.</summary>
/// <remarks>Each part is the construct that you would have made yourself, and is there to be used further.</remarks>
public sealed class StreamingPipeline : Construct
{
    /// <summary>Makes the parts.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// Two properties exclude each other, or one of a part is out of its range. The message names all of the part's.
    /// </exception>
    public StreamingPipeline(Construct scope, string id, StreamingPipelineProps props)
        : base(scope, props.Validate(id))
    {
        var topic = props.AlarmTopic;
        Stream = props.ExistingStream ?? new DataStream(this, "Stream", props.Stream with { Alarms = Told(props.Stream.Alarms, topic) });
        if (props.Scaling is { } scaling)
        {
            Autoscaler = props.ExistingAutoscaler ?? new ShardAutoscaler(this, "Autoscaler",
                new ShardAutoscalerProps { Alarms = Told(new(), topic) });
            Autoscaler.Watch(Stream, scaling);
        }

        if (props.Consumer?.Invoke(Stream) is { } consumer)
            Consumer = new EtlConsumer(this, "Consumer", consumer with { Alarms = Told(consumer.Alarms, topic) });
        if (props.Delivery is { } destination)
            Delivery = new FirehoseStream(this, "Delivery", new FirehoseStreamProps
            {
                Source = new KinesisSource { Stream = Stream.Stream },
                Destination = destination,
                Alarms = Told(new(), topic),
            });
        Parts = [.. props.Parts.Select(make => make(this, Stream))];
        if (props.Dashboard)
            Dashboard = new StreamingDashboard(this, "Dashboard", new StreamingDashboardProps { Parts = [.. Shown()] });
    }

    /// <summary>The stream.</summary>
    public IDataStream Stream { get; }

    /// <summary>What keeps the stream as large as its load; <see langword="null"/> where no bounds were given.</summary>
    public ShardAutoscaler? Autoscaler { get; }

    /// <summary>The function that reads the stream; <see langword="null"/> where none was given.</summary>
    public EtlConsumer? Consumer { get; }

    /// <summary>The delivery stream; <see langword="null"/> where no destination was given.</summary>
    public FirehoseStream? Delivery { get; }

    /// <summary>The further parts, in their order.</summary>
    public IReadOnlyList<IDashboardPart> Parts { get; }

    /// <summary>The dashboard; <see langword="null"/> where none was wanted.</summary>
    public StreamingDashboard? Dashboard { get; }

    private static AlarmSettings Told(AlarmSettings settings, ITopic? topic) => settings.Topic is null ? settings with { Topic = topic } : settings;

    private IEnumerable<IDashboardPart> Shown()
    {
        yield return Stream;
        foreach (var part in ((IDashboardPart?[])[Autoscaler, Consumer, Delivery]).OfType<IDashboardPart>().Concat(Parts))
            yield return part;
    }
}
