using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>What buckets of the template do beyond being there: keep versions.</summary>
internal sealed class BucketPart : IPipelinePart
{
    private readonly List<(string Bucket, string Status)> _versioned = [];

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        var notes = new List<ResourceNote>();
        foreach (var bucket in plan.OfType("AWS::S3::Bucket"))
        {
            if (bucket.Properties.Has("NotificationConfiguration"))
            {
                notes.Add(new ResourceNote(bucket, ResourceHandling.Runs, "nobody is notified of its objects here"));
            }

            if (bucket.Properties.Text("VersioningConfiguration.Status") is { } status)
            {
                _versioned.Add((bucket.Name, status is "Enabled" or "Suspended"
                    ? status
                    : throw bucket.Properties.Problem("VersioningConfiguration.Status", $"is '{status}'; allowed are Enabled and Suspended")));
            }
        }

        return notes;
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        foreach (var (bucket, status) in _versioned)
        {
            context.Services.Buckets.SetVersioning(bucket, status);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
