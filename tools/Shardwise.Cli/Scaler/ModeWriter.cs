using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Cli.Aws;
using Shardwise.Scaler.Ledgers;

namespace Shardwise.Cli.Scaler;

/// <summary>
/// Sets or takes away the tag by which an operator holds the scaler. A stream that is being resharded takes no tag: it is asked until it does.
/// </summary>
internal sealed class ModeWriter(IAmazonKinesis kinesis, string region, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="stream">The stream.</param>
    /// <param name="mode">The tag's value; <see langword="null"/> takes it away.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InputException">There is no such stream.</exception>
    /// <exception cref="FailureException">It could not be tagged.</exception>
    public async Task WriteAsync(string stream, string? mode, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await CallAsync(stream, mode, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (AmazonServiceException busy) when (busy.ErrorCode == "ResourceInUseException" && time.GetElapsedTime(began) < Longest)
            {
                if (attempt == 0)
                    tell($"stream {stream} is being resharded and takes no tag until that has ended: waiting");
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (AwsProblem.Of(exception, Action(mode), stream, region,
                "scaler pause and dry-run need kinesis:AddTagsToStream, resume kinesis:RemoveTagsFromStream") is { } problem)
            {
                throw problem;
            }
        }
    }

    private Task CallAsync(string stream, string? mode, CancellationToken cancellationToken) => mode is null
        ? kinesis.RemoveTagsFromStreamAsync(new RemoveTagsFromStreamRequest { StreamName = stream, TagKeys = [LedgerTags.Mode] }, cancellationToken)
        : kinesis.AddTagsToStreamAsync(new AddTagsToStreamRequest
        {
            StreamName = stream,
            Tags = new Dictionary<string, string> { [LedgerTags.Mode] = mode }
        }, cancellationToken);

    private static string Action(string? mode) => mode is null ? "kinesis:RemoveTagsFromStream" : "kinesis:AddTagsToStream";
}
