using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Sqs;

/// <summary>The operations of SQS on queues.</summary>
internal sealed class SqsOperations
{
    private readonly SqsQueues _queues;
    private readonly Func<Uri> _endpoint;
    private readonly string _account;

    public SqsOperations(SqsQueues queues, Func<Uri> endpoint, string account)
    {
        (_queues, _endpoint, _account) = (queues, endpoint, account);
        var batches = new SqsBatches(this);
        Table = new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
        {
            ["CreateQueue"] = Answer(CreateQueue),
            ["DeleteQueue"] = Answer(DeleteQueue),
            ["GetQueueUrl"] = Answer(GetQueueUrl),
            ["ListQueues"] = Answer(ListQueues),
            ["GetQueueAttributes"] = Answer(GetQueueAttributes),
            ["SetQueueAttributes"] = Answer(SetQueueAttributes),
            ["ListDeadLetterSourceQueues"] = Answer(ListDeadLetterSourceQueues),
            ["PurgeQueue"] = Answer(PurgeQueue),
            ["SendMessage"] = Answer(call => Send(Queue(call), call.Request)),
            ["SendMessageBatch"] = Answer(batches.Send),
            ["ReceiveMessage"] = ReceiveMessageAsync,
            ["DeleteMessage"] = Answer(call => Delete(Queue(call), call.Request)),
            ["DeleteMessageBatch"] = Answer(batches.Delete),
            ["ChangeMessageVisibility"] = Answer(call => ChangeVisibility(Queue(call), call.Request)),
            ["ChangeMessageVisibilityBatch"] = Answer(batches.ChangeVisibility),
            ["ListQueueTags"] = Answer(call => new() { ["Tags"] = new AwsMap(Queue(call).Tags) }),
            ["TagQueue"] = Answer(TagQueue),
            ["UntagQueue"] = Answer(UntagQueue),
        };
    }

    public IReadOnlyDictionary<string, RpcOperation> Table { get; }

    /// <summary>SQS spells its actions in small letters where it refuses one, and a batch needs what one message does.</summary>
    public IReadOnlyList<NeededPermission>? Needs(RpcCall call)
    {
        string action = call.Call.Operation.EndsWith("Batch", StringComparison.Ordinal) ? call.Call.Operation[..^5] : call.Call.Operation;
        string? name = action is "CreateQueue" or "GetQueueUrl" ? call.Request.OptionalText("QueueName")
            : UrlIn(call) is { } url ? url[(url.LastIndexOf('/') + 1)..] : null;
        return [new NeededPermission("sqs:" + action.ToLowerInvariant(), name is null ? "*" : _queues.ArnOf(name))];
    }

    internal SqsQueue Queue(RpcCall call) => _queues.Require(UrlIn(call) ?? throw SqsErrors.Missing("QueueUrl"));

    internal Dictionary<string, object?> Send(SqsQueue queue, ServiceRequest request)
    {
        var attributes = request.StructureMap("MessageAttributes").ToDictionary(
            attribute => attribute.Key,
            attribute => new SqsMessageAttribute(
                attribute.Value.OptionalText("DataType") ?? throw SqsErrors.Invalid(
                    $"The message attribute '{attribute.Key}' must contain a non-empty message attribute type."),
                attribute.Value.OptionalText("StringValue"),
                attribute.Value.Bytes("BinaryValue")),
            StringComparer.Ordinal);
        if (attributes.Count > 10)
        {
            throw SqsErrors.Invalid($"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [10].");
        }

        var trace = request.StructureMap("MessageSystemAttributes").GetValueOrDefault("AWSTraceHeader")?.OptionalText("StringValue");
        string body = request.OptionalText("MessageBody") ?? throw SqsErrors.Missing("MessageBody");
        var (id, sequence) = queue.Send(new SqsDraft(body)
        {
            Delay = Seconds(request, "DelaySeconds", 900),
            Attributes = attributes,
            GroupId = request.OptionalText("MessageGroupId"),
            DeduplicationId = request.OptionalText("MessageDeduplicationId"),
            TraceHeader = trace,
        });
        return new()
        {
            ["MessageId"] = id,
            ["MD5OfMessageBody"] = Md5(body),
            ["MD5OfMessageAttributes"] = SqsMessageAttribute.Md5(attributes),
            ["SequenceNumber"] = sequence,
        };
    }

    internal static Dictionary<string, object?>? Delete(SqsQueue queue, ServiceRequest request)
    {
        queue.Delete(Handle(request));
        return null;
    }

    internal static Dictionary<string, object?>? ChangeVisibility(SqsQueue queue, ServiceRequest request)
    {
        queue.ChangeVisibility(Handle(request), Seconds(request, "VisibilityTimeout", 43_200) ?? throw SqsErrors.Missing("VisibilityTimeout"));
        return null;
    }

    private static RpcOperation Answer(Func<RpcCall, Dictionary<string, object?>?> operation) => call => Task.FromResult(operation(call));

    private static string Handle(ServiceRequest request) => request.OptionalText("ReceiptHandle") ?? throw SqsErrors.Missing("ReceiptHandle");

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private static TimeSpan? Seconds(ServiceRequest request, string name, int most)
    {
        if (request.OptionalNumber(name) is not { } seconds)
        {
            return null;
        }

        return seconds >= 0 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw SqsErrors.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"Value {seconds} for parameter {name} is invalid. Reason: Must be >= 0 and <= {most}, if provided."));
    }

    private static int Most(ServiceRequest request, string name, int most, int otherwise)
    {
        double number = request.OptionalNumber(name) ?? otherwise;
        return number >= 1 && number <= most
            ? (int)number
            : throw SqsErrors.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"Value {number} for parameter {name} is invalid. Reason: Must be between 1 and {most}, if provided."));
    }

    // The oldest clients send a request to the queue's URL instead of naming it.
    private static string? UrlIn(RpcCall call) => call.Request.OptionalText("QueueUrl")
        ?? (call.Call.Context.Request.Path.Value is { Length: > 1 } path && !path.StartsWith("/service/", StringComparison.Ordinal) ? path : null);

    private string UrlOf(SqsQueue queue) => new Uri(_endpoint(), $"{_account}/{queue.Name}").ToString();

    private Dictionary<string, object?> CreateQueue(RpcCall call)
    {
        var queue = _queues.Create(call.Request.OptionalText("QueueName") ?? throw SqsErrors.Missing("QueueName"), call.Request.Map("Attributes"));
        foreach (var (key, value) in call.Request.Map("tags"))
        {
            queue.Tags[key] = value;
        }

        return new() { ["QueueUrl"] = UrlOf(queue) };
    }

    private Dictionary<string, object?>? DeleteQueue(RpcCall call)
    {
        _queues.Delete(Queue(call).Name);
        return null;
    }

    private Dictionary<string, object?> GetQueueUrl(RpcCall call) =>
        new() { ["QueueUrl"] = UrlOf(_queues.Require(call.Request.OptionalText("QueueName") ?? throw SqsErrors.Missing("QueueName"))) };

    private Dictionary<string, object?> ListQueues(RpcCall call)
    {
        string prefix = call.Request.OptionalText("QueueNamePrefix") ?? "";
        string after = call.Request.OptionalText("NextToken") ?? "";
        int most = Most(call.Request, "MaxResults", 1_000, 1_000);
        var queues = _queues.All.Where(queue => queue.Name.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(queue.Name, after) > 0).ToList();
        var reply = new Dictionary<string, object?>();
        if (queues.Count > 0)
        {
            reply["QueueUrls"] = queues.Take(most).Select(queue => (object?)UrlOf(queue)).ToList();
        }

        if (queues.Count > most)
        {
            reply["NextToken"] = queues[most - 1].Name;
        }

        return reply;
    }

    private Dictionary<string, object?> ListDeadLetterSourceQueues(RpcCall call)
    {
        string arn = Queue(call).Arn;
        return new()
        {
            ["queueUrls"] = _queues.All.Where(queue => queue.Attributes.Redrive?.TargetArn == arn)
            .Select(queue => (object?)UrlOf(queue)).ToList()
        };
    }

    private Dictionary<string, object?> GetQueueAttributes(RpcCall call)
    {
        var queue = Queue(call);
        var counts = queue.Counts;
        string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
        var all = new Dictionary<string, string>(queue.Attributes.All, StringComparer.Ordinal)
        {
            ["QueueArn"] = queue.Arn,
            ["ApproximateNumberOfMessages"] = Whole(counts.Visible),
            ["ApproximateNumberOfMessagesNotVisible"] = Whole(counts.InFlight),
            ["ApproximateNumberOfMessagesDelayed"] = Whole(counts.Delayed),
            ["CreatedTimestamp"] = Whole(queue.Created.ToUnixTimeSeconds()),
            ["LastModifiedTimestamp"] = Whole(queue.Modified.ToUnixTimeSeconds()),
        };
        var names = call.Request.Texts("AttributeNames");
        if (names.FirstOrDefault(name => name != "All" && !all.ContainsKey(name) && !IsOptional(name)) is { } unknown)
        {
            throw SqsErrors.InvalidAttributeName($"Unknown Attribute {unknown}.");
        }

        var wanted = all.Where(attribute => names.Contains("All") || names.Contains(attribute.Key)).ToList();
        return wanted.Count == 0 ? [] : new() { ["Attributes"] = new AwsMap(wanted) };
    }

    private static bool IsOptional(string name) =>
        name is "Policy" or "RedrivePolicy" or "RedriveAllowPolicy" or "KmsMasterKeyId" or "KmsDataKeyReusePeriodSeconds"
        or "SqsManagedSseEnabled" or "FifoQueue" or "ContentBasedDeduplication" or "DeduplicationScope" or "FifoThroughputLimit";

    private Dictionary<string, object?>? SetQueueAttributes(RpcCall call)
    {
        Queue(call).SetAttributes(call.Request.Map("Attributes"));
        return null;
    }

    private Dictionary<string, object?>? PurgeQueue(RpcCall call)
    {
        Queue(call).Purge();
        return null;
    }

    private Dictionary<string, object?>? TagQueue(RpcCall call)
    {
        var tags = Queue(call).Tags;
        foreach (var (key, value) in call.Request.Map("Tags"))
        {
            tags[key] = value;
        }

        return null;
    }

    private Dictionary<string, object?>? UntagQueue(RpcCall call)
    {
        var tags = Queue(call).Tags;
        foreach (string key in call.Request.Texts("TagKeys"))
        {
            tags.Remove(key);
        }

        return null;
    }

    private async Task<Dictionary<string, object?>?> ReceiveMessageAsync(RpcCall call)
    {
        var request = call.Request;
        int most = Most(request, "MaxNumberOfMessages", 10, 1);
        var received = await Queue(call).ReceiveAsync(
            most, Seconds(request, "VisibilityTimeout", 43_200), Seconds(request, "WaitTimeSeconds", 20), _queues.FindByArn,
                call.Aborted).ConfigureAwait(false);
        IReadOnlyList<string> system = [.. request.Texts("AttributeNames"), .. request.Texts("MessageSystemAttributeNames")];
        var named = request.Texts("MessageAttributeNames");
        return received.Count == 0 ? [] : new() { ["Messages"] = received.Select(message => (object?)Tell(message, system, named)).ToList() };
    }

    private static Dictionary<string, object?> Tell(SqsMessage message, IReadOnlyList<string> system, IReadOnlyList<string> named)
    {
        var told = new Dictionary<string, object?>
        {
            ["MessageId"] = message.Id,
            ["ReceiptHandle"] = message.Handle,
            ["MD5OfBody"] = Md5(message.Body),
            ["Body"] = message.Body,
        };
        var attributes = SystemAttributes(message).Where(attribute => attribute.Value is not null
            && (system.Contains("All") || system.Contains(attribute.Key)))
            .Select(attribute => KeyValuePair.Create(attribute.Key, attribute.Value!)).ToList();
        if (attributes.Count > 0)
        {
            told["Attributes"] = new AwsMap(attributes);
        }

        var own = message.Attributes.Where(attribute => named.Any(name => IsNamed(attribute.Key, name))).ToDictionary(StringComparer.Ordinal);
        if (own.Count > 0)
        {
            var map = new AwsMap();
            foreach (var (name, attribute) in own)
            {
                map[name] = attribute.BinaryValue is { } bytes
                    ? new Dictionary<string, object?> { ["DataType"] = attribute.DataType, ["BinaryValue"] = bytes.ToArray() }
                    : new Dictionary<string, object?> { ["DataType"] = attribute.DataType, ["StringValue"] = attribute.StringValue };
            }

            told["MessageAttributes"] = map;
            told["MD5OfMessageAttributes"] = SqsMessageAttribute.Md5(own);
        }

        return told;
    }

    private static bool IsNamed(string attribute, string name) => name is "All" or ".*" || attribute == name
        || (name.EndsWith(".*", StringComparison.Ordinal) && attribute.StartsWith(name[..^2], StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string?>> SystemAttributes(SqsMessage message)
    {
        static string? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return
        [
            new("SenderId", message.SenderId),
            new("SentTimestamp", Milliseconds(message.Sent)),
            new("ApproximateReceiveCount", message.ReceiveCount.ToString(CultureInfo.InvariantCulture)),
            new("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceived)),
            new("MessageGroupId", message.GroupId),
            new("MessageDeduplicationId", message.DeduplicationId),
            new("SequenceNumber", message.GroupId is not null && message.DeduplicationId is not null ? SqsQueue.Sequence(message.Number) : null),
            new("AWSTraceHeader", message.TraceHeader),
            new("DeadLetterQueueSourceArn", message.DeadLetterSource),
        ];
    }
}
