using System.Text.RegularExpressions;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Sqs;

/// <summary>The batches of SQS: each entry for itself, refused or not.</summary>
internal sealed partial class SqsBatches(SqsOperations operations)
{
    private const int MostBytes = 1_048_576;

    public Dictionary<string, object?> Send(RpcCall call)
    {
        int length = call.Request.Structures("Entries").Sum(entry => System.Text.Encoding.UTF8.GetByteCount(entry.OptionalText("MessageBody") ?? ""));
        return length > MostBytes ? throw SqsErrors.BatchTooLong(MostBytes, length) : Each(call, operations.Send);
    }

    public Dictionary<string, object?> Delete(RpcCall call) => Each(call, SqsOperations.Delete);

    public Dictionary<string, object?> ChangeVisibility(RpcCall call) => Each(call, SqsOperations.ChangeVisibility);

    private Dictionary<string, object?> Each(RpcCall call, Func<SqsQueue, ServiceRequest, Dictionary<string, object?>?> carryOut)
    {
        var queue = operations.Queue(call);
        var entries = call.Request.Structures("Entries");
        Check(entries);
        List<object?> successful = [], failed = [];
        foreach (var entry in entries)
        {
            string id = entry.Text("Id");
            try
            {
                var result = new Dictionary<string, object?> { ["Id"] = id };
                foreach (var (name, value) in carryOut(queue, entry) ?? [])
                {
                    result[name] = value;
                }

                successful.Add(result);
            }
            catch (AwsError error)
            {
                failed.Add(new Dictionary<string, object?>
                {
                    ["Id"] = id, ["SenderFault"] = error.Status < 500, ["Code"] = error.QueryCode ?? error.Code, ["Message"] = error.Message,
                });
            }
        }

        var reply = new Dictionary<string, object?> { ["Successful"] = successful };
        if (failed.Count > 0)
        {
            reply["Failed"] = failed;
        }

        return reply;
    }

    private static void Check(IReadOnlyList<ServiceRequest> entries)
    {
        if (entries.Count == 0)
        {
            throw SqsErrors.EmptyBatch();
        }

        if (entries.Count > 10)
        {
            throw SqsErrors.TooManyEntries(entries.Count);
        }

        var ids = entries.Select(entry => entry.OptionalText("Id") ?? throw SqsErrors.Missing("Id")).ToList();
        if (ids.Exists(id => !EntryId().IsMatch(id)))
        {
            throw SqsErrors.InvalidId();
        }

        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw SqsErrors.SameIds(same.Key);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex EntryId();
}
