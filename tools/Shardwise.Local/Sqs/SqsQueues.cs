using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Sqs;

/// <summary>The queues of the account, by name.</summary>
/// <param name="region">The region in ARNs.</param>
/// <param name="account">The account in ARNs.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="directory">Where messages are kept; null keeps none beyond the process.</param>
internal sealed partial class SqsQueues(string region, string account, TimeProvider clock, string? directory = null) : IDisposable
{
    private readonly Lock _making = new();

    private readonly ConcurrentDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>All queues, by name.</summary>
    public IReadOnlyList<SqsQueue> All => [.. _queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal)];

    public string ArnOf(string name) => $"arn:aws:sqs:{region}:{account}:{name}";

    /// <summary>Makes a queue; one of the same name and attributes is the same queue.</summary>
    /// <exception cref="AwsError">The name or an attribute is not allowed, or there is such a queue with other attributes.</exception>
    public SqsQueue Create(string name, IReadOnlyDictionary<string, string> attributes)
    {
        bool isFifo = attributes.GetValueOrDefault("FifoQueue") == "true";
        if (!QueueName().IsMatch(name) || name.Length > 80 || name.EndsWith(".fifo", StringComparison.Ordinal) != isFifo)
        {
            throw SqsErrors.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; the name of a FIFO "
                + "queue, and no other, ends with .fifo");
        }

        var queue = new SqsQueue(name, ArnOf(name), clock);
        queue.SetAttributes(attributes);
        var there = GetOrAdd(queue);
        return ReferenceEquals(there, queue) || attributes.All(attribute => there.Attributes.All.GetValueOrDefault(attribute.Key) == attribute.Value)
            ? there
            : throw SqsErrors.Exists(name);
    }

    public bool Delete(string name)
    {
        if (!_queues.TryRemove(name, out var queue))
        {
            return false;
        }

        queue.Close(forget: true);
        return true;
    }

    public void Clear()
    {
        foreach (string name in _queues.Keys)
        {
            Delete(name);
        }
    }

    /// <summary>Closes the files of what is kept.</summary>
    public void Dispose()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Close(forget: false);
        }
    }

    public SqsQueue? Find(string name) => _queues.GetValueOrDefault(name);

    public SqsQueue? FindByArn(string arn) => arn.Split(':') is [_, _, "sqs", _, _, var name] ? Find(name) : null;

    /// <summary>The queue of a URL, of whatever host: its last part is the name. A bare name will do.</summary>
    /// <exception cref="AwsError">There is no such queue.</exception>
    public SqsQueue Require(string url) => Find(url[(url.LastIndexOf('/') + 1)..]) ?? throw SqsErrors.NoQueue();

    private SqsQueue GetOrAdd(SqsQueue queue)
    {
        lock (_making)
        {
            if (_queues.TryGetValue(queue.Name, out var there))
            {
                return there;
            }

            if (directory is not null)
            {
                queue.Keep(Path.Combine(directory, queue.Name + ".journal"));
            }

            return _queues[queue.Name] = queue;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(\.fifo)?\z")]
    private static partial Regex QueueName();
}
