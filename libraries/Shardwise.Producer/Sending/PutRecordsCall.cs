using System.Diagnostics;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Producer;

/// <summary>Makes PutRecords calls; whatever happens becomes an outcome of each record.</summary>
internal sealed class PutRecordsCall(IAmazonKinesis client, string streamName, ProducerOptions options, ProducerLog? log)
{
    public async Task<IReadOnlyList<PutOutcome>> SendAsync(PutBatch batch, CancellationToken cancellationToken)
    {
        using Activity? activity = ProducerTrace.Start(streamName, batch);
        IReadOnlyList<PutOutcome> outcomes = await CallAsync(batch, cancellationToken).ConfigureAwait(false);
        ProducerTrace.Settle(activity, outcomes);
        log?.Answered(batch, outcomes);
        return outcomes;
    }

    private async Task<IReadOnlyList<PutOutcome>> CallAsync(PutBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            PutRecordsRequest request = batch.ToRequest(streamName);
            PutRecordsResponse response = await BoundedCall.RunAsync(
                token => client.PutRecordsAsync(request, token), options, cancellationToken).ConfigureAwait(false);
            List<PutRecordsResultEntry> results = response.Records ?? [];
            return results.Count == batch.Entries.Count
                ? results.ConvertAll(ToOutcome)
                : throw new InvalidDataException($"PutRecords told {results.Count} results for {batch.Entries.Count} records.");
        }
        catch (Exception exception)
        {
            var outcome = new PutOutcome(PutError.Of(exception, options.RequestTimeout));
            return [.. Enumerable.Repeat(outcome, batch.Entries.Count)];
        }
    }

    private static PutOutcome ToOutcome(PutRecordsResultEntry result) => result.ErrorCode is { } code
        ? new(PutError.OfEntry(code, result.ErrorMessage))
        : new(result.ShardId, result.SequenceNumber, null);
}
