using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Routing;
using Shardwise.Local.Template;

namespace Shardwise.Local.Firehose;

/// <summary>The delivery streams of a pipeline.</summary>
internal sealed class FirehosePart : IPipelinePart
{
    private const string DeliveryStreamType = "AWS::KinesisFirehose::DeliveryStream";
    private const string TableType = "AWS::Glue::Table";

    // Under which the service takes on a delivery role.
    private const string SessionName = "AWSFirehose";

    private readonly List<(TemplateResource Resource, DeliveryStreamDefinition Definition)> _definitions = [];
    private DeliveryStreams? _streams;

    /// <summary>Those that run, by name; none before the start.</summary>
    public IEnumerable<DeliveryStream> Streams => _streams?.All.Values ?? [];

    public string Name => "deliveries";

    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        var tables = new GlueTables(plan.Account.Id, plan.Account.Region);
        foreach (var table in plan.OfType(TableType))
        {
            tables.Add(table.Name, table.Properties.All());
        }

        var notes = new List<ResourceNote>();
        foreach (var resource in plan.OfType(DeliveryStreamType))
        {
            try
            {
                var definition = DeliveryStreamReader.Read(resource.Label, resource.Name, resource.Arn, resource.Properties.All(), tables);
                Check(definition, plan);
                if (_definitions.Exists(other => other.Definition.Name == definition.Name))
                {
                    throw resource.Properties.Problem("DeliveryStreamName", $"is '{definition.Name}', which another delivery stream has");
                }

                _definitions.Add((resource, definition));
                if (definition.Destination.NotRun is { } reason)
                {
                    notes.Add(new ResourceNote(resource, ResourceHandling.Runs, reason));
                }
            }
            catch (DoesNotRunException exception)
            {
                notes.Add(new ResourceNote(resource, ResourceHandling.NotRun, exception.Message));
            }
        }

        return notes;
    }

    public async Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        if (_definitions.Count > 0)
        {
            _streams = await DeliveryStreams.StartAsync(
                [.. _definitions.Select(entry => entry.Definition)], context.Services, stopping => Context(context, stopping), cancellationToken);
        }
    }

    /// <summary>Reads what streams hold by now, and delivers everything without waiting for buffers to fill.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _streams?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _streams?.DisposeAsync() ?? ValueTask.CompletedTask;

    public JsonNode? State() => _streams is null ? null : new JsonArray([.. Streams.Select(State)]);

    private static JsonNode State(DeliveryStream stream)
    {
        var (count, bytes) = stream.Gathered;
        return new JsonObject
        {
            ["label"] = stream.Definition.LogicalId,
            ["name"] = stream.Definition.Name,
            ["source"] = stream.Definition.SourceStreamArn,
            ["destination"] = stream.Definition.Destination.Http?.Url.ToString() ?? $"s3://{stream.Definition.Destination.S3.Bucket}",
            ["bufferedRecords"] = count,
            ["bufferedBytes"] = bytes,
            ["pendingBytes"] = stream.PendingBytes,
            ["delivered"] = new JsonArray([.. stream.Delivered.Reverse().Select(State)]),
        };
    }

    private static JsonNode State(DeliveredObject delivered) => new JsonObject
    {
        ["bucket"] = delivered.Bucket,
        ["key"] = delivered.Key,
        ["records"] = delivered.Records,
        ["bytes"] = delivered.Bytes,
        ["time"] = delivered.Time,
    };

    private static void Check(DeliveryStreamDefinition definition, PipelinePlan plan)
    {
        if (definition.SourceStreamArn is { } arn && !plan.Streams.Any(stream => stream.Arn == arn))
        {
            throw new DoesNotRunException($"it reads {arn}, which is no stream of the stacks that run");
        }

        if (definition.Destination.IsPartitioned && definition.Processing.Query is not null && JqQuery.Find() is null)
        {
            throw new DoesNotRunException(JqQuery.Missing);
        }
    }

    private FirehoseContext Context(PipelineContext context, CancellationToken stopping) => new()
    {
        Region = context.Account.Region,
        Clock = context.Clock,
        Metrics = context.Services.Metrics,
        Objects = new S3ObjectStore(context.Services.Buckets, context.Services.NoteStorage),
        Invoke = (arn, payload, token) => context.HasFunction(arn) ? context.InvokeAsync(arn, payload, token) : null,
        Refusal = (role, action, resource) =>
            role is null ? null : context.Guard?.Judge(role, SessionName, new NeededPermission(action, resource)),
        Say = (label, text) => context.Say(_definitions.First(entry => entry.Definition.LogicalId == label).Resource, text),
        Directory = Path.Combine(Path.GetFullPath(context.Services.Options.DataDirectory), "firehose"),
        Stopping = stopping,
    };
}
