using Amazon.Lambda.KinesisFirehoseEvents;
using Answer = Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse.FirehoseRecord;

namespace Shardwise.Consumers;

/// <summary>The answers of a batch so far, one a record.</summary>
internal sealed class TransformBatch(FirehoseEvent firehoseEvent, bool canPutBack)
{
    private readonly ResponseBudget _budget = new(firehoseEvent.Records);
    private readonly List<FirehoseEventRecord> _overflow = [];

    public FirehoseEvent Event => firehoseEvent;

    public List<Answer> Answers { get; } = new(firehoseEvent.Records.Count);

    /// <summary>Records that are to be put back to where Firehose reads.</summary>
    public IReadOnlyList<FirehoseEventRecord> Overflow => _overflow;

    public int Ok { get; private set; }

    /// <summary>Those that the transform dropped; what is put back is not among them.</summary>
    public int Dropped { get; private set; }

    public int Failed { get; private set; }

    public string? FirstReason { get; private set; }

    /// <summary>Answers a record. What cannot even be looked at, such as memory that was given back, fails that record alone.</summary>
    public void Add(FirehoseEventRecord record, FirehoseResult result)
    {
        try
        {
            AddAs(record, result);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Fail(record, $"Its result cannot be read. {Failure.Describe(exception)}");
        }
    }

    private void AddAs(FirehoseEventRecord record, FirehoseResult result)
    {
        switch (result.Outcome)
        {
            case FirehoseOutcome.Ok when _budget.TryTake(ResponseBudget.SizeOf(result)):
                Answers.Add(OkOf(record, result));
                Ok++;
                break;
            case FirehoseOutcome.Ok when canPutBack && ResponseBudget.SizeOf(result) <= _budget.Whole:
                _overflow.Add(record);
                Answers.Add(Short(record, KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED));
                break;
            case FirehoseOutcome.Ok:
                Fail(record, $"Its result does not fit into the response of {ResponseBudget.MostBytes:N0} bytes.");
                break;
            case FirehoseOutcome.Dropped:
                Dropped++;
                Answers.Add(Short(record, KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED));
                break;
            default:
                Fail(record, result.Reason);
                break;
        }
    }

    private void Fail(FirehoseEventRecord record, string? reason)
    {
        Failed++;
        FirstReason ??= reason;
        Answers.Add(Short(record, KinesisFirehoseResponse.TRANSFORMED_STATE_PROCESSINGFAILED));
    }

    private static Answer OkOf(FirehoseEventRecord record, FirehoseResult result)
    {
        var answer = Short(record, KinesisFirehoseResponse.TRANSFORMED_STATE_OK);
        answer.Base64EncodedData = Convert.ToBase64String(result.Data.Span);
        if (result.PartitionKeys is { } keys)
        {
            answer.Metadata = new() { PartitionKeys = new Dictionary<string, string>(keys) };
        }

        return answer;
    }

    private static Answer Short(FirehoseEventRecord record, string result) => new() { RecordId = record.RecordId, Result = result };
}
