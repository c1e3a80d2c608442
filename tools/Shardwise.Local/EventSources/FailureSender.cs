using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Iam;
using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.EventSources;

/// <summary>
/// Sends what a mapping gave up on to its on-failure destination, as the function's role may: where the records are to a queue or topic, and the
/// records themselves with it to a bucket.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.</remarks>
internal sealed class FailureSender(LocalServices services, TargetDirectory targets, Func<AccessGuard?> guard)
{
    private const string Lambda = "lambda.amazonaws.com";
    private const string BucketArn = "arn:aws:s3:::";

    /// <summary>Sends.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="roleArn">The function's role.</param>
    /// <param name="message">What was given up.</param>
    /// <param name="records">The event with the records.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it did not arrive; null where it did, or there is no destination.</returns>
    public async Task<string?> SendAsync(
        EventSourceMappingDefinition mapping, string? roleArn, FailureQueueMessage message, Func<ReadOnlyMemory<byte>> records,
        CancellationToken cancellationToken)
    {
        if (mapping.FailureDestination is not { } arn)
        {
            return null;
        }

        try
        {
            if (arn.StartsWith(BucketArn, StringComparison.Ordinal))
            {
                return await StoreAsync(mapping, arn[BucketArn.Length..], roleArn, message, records, cancellationToken);
            }

            if (!targets.Takes(arn))
            {
                return $"nothing here has the ARN {arn}";
            }

            // A function that has no role, which AWS would not make, is nobody's to judge.
            var sent = new TargetMessage(Encoding.UTF8.GetBytes(message.Body))
            {
                Service = roleArn is null ? null : Lambda, SourceArn = mapping.StreamArn, RoleArn = roleArn,
            };
            await targets.SendAsync(arn, sent, cancellationToken);
            return null;
        }
        catch (AwsError error)
        {
            return $"{error.Code}: {error.Message}";
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private async Task<string?> StoreAsync(
        EventSourceMappingDefinition mapping, string bucket, string? roleArn, FailureQueueMessage message, Func<ReadOnlyMemory<byte>> records,
        CancellationToken cancellationToken)
    {
        string key = string.Create(
            CultureInfo.InvariantCulture,
            $"aws/lambda/{mapping.Id}/{message.ShardId}/{message.Timestamp.UtcDateTime:yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss}-{Guid.NewGuid()}");
        if (services.Buckets.Buckets.All(there => there.Name != bucket))
        {
            return $"there is no bucket '{bucket}' here";
        }

        if (roleArn is not null
            && guard()?.Judge(roleArn, "lambda", new NeededPermission("s3:PutObject", $"{BucketArn}{bucket}/{key}")) is { } refusal)
        {
            return $"AccessDenied: {refusal}";
        }

        var body = JsonNode.Parse(message.Body)!.AsObject();
        body["payload"] = Encoding.UTF8.GetString(records().Span);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(body.ToJsonString()));
        await services.Buckets.PutAsync(bucket, key, content, onlyIfMissing: false, cancellationToken);
        return null;
    }
}
