using Shardwise.Local.EventSources;

namespace Shardwise.Local.Firehose;

/// <summary>All delivery streams of a pipeline, running.</summary>
internal sealed class DeliveryStreams : IAsyncDisposable
{
    // How long, in real time, what is gathered may take to be delivered when everything stops.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, DeliveryStream> _streams = new(StringComparer.Ordinal);
    private readonly List<StreamSource> _sources = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly KinesisClient _kinesis;

    private DeliveryStreams(KinesisClient kinesis) => _kinesis = kinesis;

    public IReadOnlyDictionary<string, DeliveryStream> All => _streams;

    /// <summary>Starts delivery streams, and serves them at the services' endpoint.</summary>
    /// <exception cref="LocalPipelineException">One asks for what cannot run here.</exception>
    public static async Task<DeliveryStreams> StartAsync(
        IReadOnlyList<DeliveryStreamDefinition> definitions,
        LocalServices services,
        Func<CancellationToken, FirehoseContext> contextOf,
        CancellationToken cancellationToken)
    {
        var all = new DeliveryStreams(new KinesisClient(services.Endpoint));
        try
        {
            var context = contextOf(all._stopping.Token);
            foreach (var definition in definitions)
            {
                await all.AddAsync(definition, services, context, cancellationToken);
            }

            services.Targets.Add(new FirehoseTarget(all._streams));
            services.Router.Add(new FirehoseService(all._streams, services.Options.AccountId, services.Clock).Service.ToRow());
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads what streams hold by now, and delivers everything without waiting for buffers to fill.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_sources.Select(source => source.CatchUpAsync(cancellationToken)));
        await Task.WhenAll(_streams.Values.Select(stream => stream.FlushAsync(cancellationToken)));
    }

    /// <summary>Stops reading, delivers what is gathered, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sources.Select(source => source.DisposeAsync().AsTask()));
        using (var patience = new CancellationTokenSource(StopPatience))
        {
            await Task.WhenAll(_streams.Values.Select(stream => stream.FlushAsync(patience.Token)))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_streams.Values.Select(stream => stream.DisposeAsync().AsTask()));
        _kinesis.Dispose();
        _stopping.Dispose();
    }

    private async Task AddAsync(
        DeliveryStreamDefinition definition, LocalServices services, FirehoseContext context, CancellationToken cancellationToken)
    {
        foreach (string bucket in new[] { definition.Destination.S3.Bucket, definition.Destination.Backup?.Bucket }.OfType<string>())
        {
            try
            {
                services.CreateBucket(bucket);
            }
            catch (ArgumentException exception)
            {
                throw new LocalPipelineException(
                    $"template: {definition.LogicalId} (AWS::KinesisFirehose::DeliveryStream): BucketARN: {exception.Message}", exception);
            }
        }

        var stream = new DeliveryStream(definition, context, await QueryAsync(definition, cancellationToken));
        _streams.Add(definition.Name, stream);
        stream.Start();
        if (definition.SourceStreamArn is { } arn)
        {
            string name = arn.Split('/')[^1];
            var source = new StreamSource(stream, name, _kinesis, () => services.Kinesis.Find(name), context);
            _sources.Add(source);
            source.Start();
        }
    }

    private static async Task<JqQuery?> QueryAsync(DeliveryStreamDefinition definition, CancellationToken cancellationToken)
    {
        if (!definition.Destination.IsPartitioned || definition.Processing.Query is not { } expression)
        {
            return null;
        }

        string jq = JqQuery.Find() ?? throw new LocalPipelineException($"{definition.LogicalId}: {JqQuery.Missing}");
        try
        {
            return await JqQuery.StartAsync(jq, expression, cancellationToken);
        }
        catch (FormatException exception)
        {
            throw new LocalPipelineException(
                $"template: {definition.LogicalId} (AWS::KinesisFirehose::DeliveryStream): MetadataExtractionQuery is '{expression}', "
                    + $"which jq does not compile: {exception.Message}",
                exception);
        }
    }
}
