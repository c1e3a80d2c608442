using System.Reflection;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Producer;

/// <summary>Reads how a stream distributes its records: by their keys, or as the service likes.</summary>
internal sealed class DistributionReader(IAmazonKinesis client, string streamName, ProducerOptions options)
{
    // Of Kinesis's model since 24 September 2026: the package at hand may be older, and then placements alone can tell.
    private static readonly PropertyInfo? Strategy = typeof(StreamDescriptionSummary).GetProperty("RecordDistributionStrategy");

    /// <summary>Asks the stream. Never fails.</summary>
    public async Task<Distribution> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeStreamSummaryRequest { StreamName = streamName };
            DescribeStreamSummaryResponse response = await BoundedCall.RunAsync(
                token => client.DescribeStreamSummaryAsync(request, token), options, cancellationToken).ConfigureAwait(false);
            if (Strategy is null || response.StreamDescriptionSummary is not { } summary)
            {
                return default;
            }

            // Only streams on demand have a choice.
            bool isOnDemand = summary.StreamModeDetails?.StreamMode == StreamMode.ON_DEMAND;
            return new Distribution(Strategy.GetValue(summary)?.ToString() == "AUTO", IsTold: true, MayTurn: isOnDemand);
        }
        catch (Exception exception)
        {
            bool passes = PutError.Of(exception, options.RequestTimeout).Kind is PutErrorKind.Throttled or PutErrorKind.Ambiguous;
            return new Distribution(IsChosenByService: false, IsTold: false, MayTurn: passes);
        }
    }
}
