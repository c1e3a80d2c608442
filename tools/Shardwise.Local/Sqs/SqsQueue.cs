using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shardwise.Local.Sqs;

/// <summary>A queue: its messages, which of them are in flight, and until when. Time is the clock's.</summary>
internal sealed class SqsQueue(string name, string arn, TimeProvider clock)
{
    // How long a FIFO queue knows a deduplication id: the developer guide.
    private static readonly TimeSpan Deduplication = TimeSpan.FromMinutes(5);

    // PurgeQueue once in so long: the API reference.
    private static readonly TimeSpan PurgePause = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, SqsMessage> _messages = [];
    private readonly Dictionary<string, (string Id, long Number, DateTimeOffset Until)> _sent = new(StringComparer.Ordinal);
    private QueueJournal? _journal;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _purged = DateTimeOffset.MinValue;
    private long _number;

    public string Name { get; } = name;

    public string Arn { get; } = arn;

    public DateTimeOffset Created { get; } = clock.GetUtcNow();

    public DateTimeOffset Modified { get; private set; } = clock.GetUtcNow();

    public SqsQueueAttributes Attributes { get; } = new();

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages that can be received, that are in flight, and that are delayed.</summary>
    public (int Visible, int InFlight, int Delayed) Counts
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                DropExpired(now);
                int hidden = _messages.Values.Count(message => message.VisibleAt > now && message.ReceiveCount > 0);
                int delayed = _messages.Values.Count(message => message.VisibleAt > now && message.ReceiveCount == 0);
                return (_messages.Count - hidden - delayed, hidden, delayed);
            }
        }
    }

    /// <summary>Keeps the messages in a file from now on; those that it holds are in the queue again.</summary>
    public void Keep(string path)
    {
        lock (_lock)
        {
            _journal = QueueJournal.Open(path, out var left, out _number);
            foreach (var message in left)
            {
                _messages.Add(message.Number, message);
                if (message.DeduplicationId is { } id)
                {
                    _sent[id] = (message.Id, message.Number, message.Sent + Deduplication);
                }
            }
        }
    }

    /// <summary>Keeps nothing any more.</summary>
    /// <param name="forget">Whether what is kept goes too.</param>
    public void Close(bool forget)
    {
        lock (_lock)
        {
            if (forget)
            {
                _journal?.Delete();
            }

            _journal?.Dispose();
            _journal = null;
        }
    }

    public void SetAttributes(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        lock (_lock)
        {
            Attributes.Set(attributes);
            Modified = clock.GetUtcNow();
        }
    }

    /// <summary>Adds a message; in a FIFO queue one whose deduplication id is known is the one that was sent before.</summary>
    /// <exception cref="AwsError">The message is too large, or lacks what a FIFO queue needs.</exception>
    public (string Id, string? SequenceNumber) Send(SqsDraft draft)
    {
        Check(draft);
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            string? deduplication = Attributes.IsFifo ? draft.DeduplicationId ?? Hash(draft.Body) : null;
            if (deduplication is not null && _sent.TryGetValue(deduplication, out var before) && before.Until > now)
            {
                return (before.Id, Sequence(before.Number));
            }

            var message = new SqsMessage
            {
                Id = Guid.NewGuid().ToString(),
                Body = draft.Body,
                Number = ++_number,
                Sent = now,
                SenderId = draft.SenderId,
                Attributes = draft.Attributes,
                GroupId = draft.GroupId,
                DeduplicationId = deduplication,
                TraceHeader = draft.TraceHeader,
                VisibleAt = now + (draft.Delay ?? Attributes.Delay),
            };
            Add(message);
            if (deduplication is not null)
            {
                _sent[deduplication] = (message.Id, message.Number, now + Deduplication);
            }

            return (message.Id, Attributes.IsFifo ? Sequence(message.Number) : null);
        }
    }

    /// <summary>
    /// Receives up to so many messages, waiting for the first of them. Those that were received too often go to the dead-letter queue
    /// instead.
    /// </summary>
    /// <param name="most">1 to 10.</param>
    /// <param name="visibility">How long they are hidden from others; null takes the queue's.</param>
    /// <param name="wait">How long to wait for a message; null takes the queue's.</param>
    /// <param name="find">Finds the dead-letter queue by its ARN.</param>
    /// <param name="cancellationToken">The receiver has left: nothing is received.</param>
    public async Task<IReadOnlyList<SqsMessage>> ReceiveAsync(int most, TimeSpan? visibility, TimeSpan? wait, Func<string, SqsQueue?> find,
        CancellationToken cancellationToken)
    {
        var deadline = clock.GetUtcNow() + (wait ?? Attributes.Wait);
        while (true)
        {
            Task news;
            var next = DateTimeOffset.MaxValue;
            List<SqsMessage> received = [], dead = [];
            lock (_lock)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var now = clock.GetUtcNow();
                DropExpired(now);
                Take(now, most, visibility ?? Attributes.Visibility, find, received, dead);
                news = _news.Task;
                if (received.Count == 0)
                {
                    next = _messages.Values.Where(message => message.VisibleAt > now).Select(message => message.VisibleAt).DefaultIfEmpty(next).Min();
                }
            }

            // Outside the lock: a dead-letter queue may have this one as its own.
            dead.ForEach(message => find(Attributes.Redrive!.Value.TargetArn)!.Bury(message, Arn));
            Forget(dead);
            var left = deadline - clock.GetUtcNow();
            if (received.Count > 0 || left <= TimeSpan.Zero)
            {
                return received;
            }

            await PauseAsync(news, next < deadline ? next - clock.GetUtcNow() : left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what was received under a handle; one that is gone is gone.</summary>
    /// <exception cref="AwsError">It is no handle of this queue.</exception>
    public void Delete(string handle)
    {
        lock (_lock)
        {
            // An older handle of a message that was received again deletes it too, in a standard queue.
            long number = NumberOf(handle);
            if (_messages.TryGetValue(number, out var message) && (!Attributes.IsFifo || message.Handle == handle))
            {
                Record([new QueueChange { Number = number, IsGone = true }]);
                _messages.Remove(number);
                Tell();
            }
        }
    }

    /// <summary>Hides what was received under a handle for so long from now on.</summary>
    /// <exception cref="AwsError">It is no handle of this queue, or its message is not in flight.</exception>
    public void ChangeVisibility(string handle, TimeSpan visibility)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_messages.TryGetValue(NumberOf(handle), out var message) || message.Handle != handle || message.VisibleAt <= now)
            {
                throw SqsErrors.NotInFlight(handle);
            }

            message.VisibleAt = now + visibility;
            Record([new QueueChange { Number = message.Number, Receipt = QueueReceipt.Of(message) }]);
            Tell();
        }
    }

    /// <exception cref="AwsError">It was purged less than a minute ago.</exception>
    public void Purge()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now - _purged < PurgePause)
            {
                throw SqsErrors.PurgeInProgress(Name);
            }

            _purged = now;
            _messages.Clear();
            _journal?.Rewrite([], _number);
        }
    }

    /// <summary>What is in it, oldest first, seen without being received; a copy.</summary>
    public IReadOnlyList<SqsMessage> Peek()
    {
        lock (_lock)
        {
            DropExpired(clock.GetUtcNow());
            return [.. _messages.Values];
        }
    }

    public static string Sequence(long number) => (18_850_000_000_000_000_000m + number).ToString(CultureInfo.InvariantCulture);

    private void Check(SqsDraft draft)
    {
        if (draft.Body.Length == 0)
        {
            throw SqsErrors.Missing("MessageBody");
        }

        if (draft.Size > Attributes.LargestMessage)
        {
            throw SqsErrors.Invalid($"One or more parameters are invalid. Reason: Message must be shorter than {Attributes.LargestMessage} bytes.");
        }

        if (Attributes.IsFifo && draft.GroupId is null)
        {
            throw SqsErrors.Missing("MessageGroupId");
        }

        if (Attributes.IsFifo && draft.DeduplicationId is null && !Attributes.DeduplicatesByContent)
        {
            throw SqsErrors.Invalid("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
        }

        if (Attributes.IsFifo && draft.Delay is not null)
        {
            throw SqsErrors.Invalid($"Value {draft.Delay.Value.TotalSeconds:0} for parameter DelaySeconds is invalid. Reason: The request include "
                + "parameter that is not valid for this queue type.");
        }
    }

    // Under the lock.
    private void Take(DateTimeOffset now, int most, TimeSpan visibility, Func<string, SqsQueue?> find, List<SqsMessage> received,
        List<SqsMessage> dead)
    {
        var redrive = Attributes.Redrive is { } policy && find(policy.TargetArn) is not null ? policy : default;
        var busy = Attributes.IsFifo
            ? _messages.Values.Where(message => message.VisibleAt > now && message.ReceiveCount > 0)
                .Select(message => message.GroupId).ToHashSet(StringComparer.Ordinal)
            : null;
        foreach (var message in _messages.Values)
        {
            if (received.Count == most)
            {
                break;
            }

            if (busy?.Contains(message.GroupId) == true)
            {
                continue;
            }

            if (message.VisibleAt > now)
            {
                // What comes after it in its group waits for it.
                busy?.Add(message.GroupId);
            }
            else if (redrive.MaxReceiveCount > 0 && message.ReceiveCount >= redrive.MaxReceiveCount)
            {
                dead.Add(message);
            }
            else
            {
                message.ReceiveCount++;
                message.FirstReceived ??= now;
                message.VisibleAt = now + visibility;
                message.Handle = Handle(message);
                received.Add(message);
            }
        }

        dead.ForEach(message => _messages.Remove(message.Number));
        Record(received.Select(message => new QueueChange { Number = message.Number, Receipt = QueueReceipt.Of(message) }));
    }

    // In the file a dead letter is gone when the other queue has it: a process that is killed between the two has it twice, and not never.
    private void Forget(List<SqsMessage> dead)
    {
        if (dead.Count > 0)
        {
            lock (_lock)
            {
                Record(dead.Select(message => new QueueChange { Number = message.Number, IsGone = true }));
            }
        }
    }

    // Under the lock.
    private void Record(IEnumerable<QueueChange> changes) => _journal?.Add(changes, _messages.Values, _number);

    // Keeps its id and the time it was first sent at, as AWS does in a standard queue, so that its retention goes on.
    private void Bury(SqsMessage message, string sourceArn)
    {
        lock (_lock)
        {
            Add(new SqsMessage
            {
                Id = message.Id,
                Body = message.Body,
                Number = ++_number,
                Sent = message.Sent,
                SenderId = message.SenderId,
                Attributes = message.Attributes,
                GroupId = message.GroupId,
                DeduplicationId = message.DeduplicationId,
                TraceHeader = message.TraceHeader,
                DeadLetterSource = sourceArn,
                VisibleAt = clock.GetUtcNow(),
            });
        }
    }

    private void Add(SqsMessage message)
    {
        Record([new QueueChange { Number = message.Number, Message = message }]);
        _messages.Add(message.Number, message);
        Tell();
    }

    private void DropExpired(DateTimeOffset now)
    {
        var oldest = now - Attributes.Retention;
        foreach (long number in _messages.Values.Where(message => message.Sent < oldest).Select(message => message.Number).ToList())
        {
            _messages.Remove(number);
        }

        foreach (string id in _sent.Where(sent => sent.Value.Until <= now).Select(sent => sent.Key).ToList())
        {
            _sent.Remove(id);
        }
    }

    private void Tell()
    {
        _news.TrySetResult();
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task PauseAsync(Task news, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(longest > TimeSpan.Zero ? longest : TimeSpan.FromMilliseconds(1), clock, over.Token);
        await Task.WhenAny(news, late).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private string Handle(SqsMessage message) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Arn} {message.Number} {message.ReceiveCount} {message.Id}")));

    private long NumberOf(string handle)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(handle)).Split(' ') is [var arn, var number, _, _] && arn == Arn
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
                ? value
                : throw SqsErrors.InvalidHandle();
        }
        catch (FormatException)
        {
            throw SqsErrors.InvalidHandle();
        }
    }

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
