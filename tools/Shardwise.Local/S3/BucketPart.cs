using System.Text;
using Shardwise.Local.Events;
using Shardwise.Local.Parts;
using Shardwise.Local.Targets;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>What buckets of the template do beyond being there: keep versions, and tell of their objects.</summary>
internal sealed class BucketPart : IPipelinePart
{
    private const string CdkNotifications = "Custom::S3BucketNotifications";

    private readonly List<(string Bucket, string Status)> _versioned = [];
    private readonly List<(TemplateResource Resource, BucketNotification Notification)> _notifications = [];
    private PipelineContext? _context;

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        foreach (var bucket in plan.OfType("AWS::S3::Bucket"))
        {
            _notifications.AddRange(BucketNotification.Read(bucket, bucket.Name).Select(notification => (bucket, notification)));
            if (bucket.Properties.Text("VersioningConfiguration.Status") is { } status)
            {
                _versioned.Add((bucket.Name, status is "Enabled" or "Suspended"
                    ? status
                    : throw bucket.Properties.Problem("VersioningConfiguration.Status", $"is '{status}'; allowed are Enabled and Suspended")));
            }
        }

        foreach (var resource in plan.OfType(CdkNotifications))
        {
            string bucket = resource.Properties.RequiredText("BucketName");
            _notifications.AddRange(BucketNotification.Read(resource, bucket).Select(notification => (resource, notification)));
        }

        return [];
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        _context = context;
        foreach (var (bucket, status) in _versioned)
        {
            context.Services.Buckets.SetVersioning(bucket, status);
        }

        if (_notifications.Count > 0)
        {
            context.Services.Buckets.Changed += Tell;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            _context.Services.Buckets.Changed -= Tell;
        }

        return ValueTask.CompletedTask;
    }

    // Whoever wrote the object does not wait for those who are told.
    private void Tell(string bucket, S3Object item, string name)
    {
        foreach (var (resource, notification) in _notifications.Where(told => told.Notification.Tells(bucket, item.Key, name)))
        {
            _ = TellAsync(_context!, resource, notification, item, name);
        }
    }

    private static async Task TellAsync(
        PipelineContext context, TemplateResource resource, BucketNotification notification, S3Object item, string name)
    {
        var (bucket, now) = (notification.Bucket, context.Clock.GetUtcNow());
        try
        {
            if (notification.TargetArn is not { } arn)
            {
                await context.Services.Events.TakeAsync(
                    EventBuses.Default, BucketEvent.Event(bucket, item, name, now, context.Account.Region, context.Account.Id),
                    default).ConfigureAwait(false);
                return;
            }

            var body = BucketEvent.Message(bucket, item, name, now, context.Account.Region).ToJsonString();
            await context.Services.Targets.SendAsync(
                arn,
                new TargetMessage(Encoding.UTF8.GetBytes(body)) { Service = "s3.amazonaws.com", SourceArn = S3Permissions.Bucket(bucket) },
                default).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            context.Say(resource, $"{notification.TargetArn} is not told of {bucket}/{item.Key}: {error.Message}");
        }
    }
}
