using System.Globalization;
using System.Text;
using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>What buckets of the template do beyond being there: keep versions, and take what mappings gave up on.</summary>
internal sealed class BucketPart : IPipelinePart
{
    private const string Prefix = "arn:aws:s3:::";

    private readonly List<(string Bucket, string Status)> _versioned = [];

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        foreach (var bucket in plan.OfType("AWS::S3::Bucket"))
        {
            if (bucket.Properties.Text("VersioningConfiguration.Status") is { } status)
            {
                _versioned.Add((bucket.Name, status is "Enabled" or "Suspended"
                    ? status
                    : throw bucket.Properties.Problem("VersioningConfiguration.Status", $"is '{status}'; allowed are Enabled and Suspended")));
            }
        }

        return [];
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        foreach (var (bucket, status) in _versioned)
        {
            context.Services.Buckets.SetVersioning(bucket, status);
        }

        context.FailureDestinations.Add(new BucketDestination(context.Services.Buckets));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class BucketDestination(S3Folder folder) : IFailureDestination
    {
        public bool Takes(string arn) => arn.StartsWith(Prefix, StringComparison.Ordinal)
            && folder.Buckets.Any(bucket => bucket.Name == arn[Prefix.Length..].Split('/')[0]);

        // aws/lambda/MAPPING/SHARD/YYYY/MM/DD/TIME-UUID, as Lambda names them.
        public async Task SendAsync(string arn, FailureQueueMessage message, CancellationToken cancellationToken)
        {
            string time = message.Timestamp.UtcDateTime.ToString("yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss", CultureInfo.InvariantCulture);
            string key = $"aws/lambda/{message.FunctionName}/{message.ShardId}/{time}-{Guid.NewGuid()}";
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(message.Body));
            await folder.PutAsync(arn[Prefix.Length..].Split('/')[0], key, content, onlyIfMissing: false, cancellationToken).ConfigureAwait(false);
        }
    }
}
