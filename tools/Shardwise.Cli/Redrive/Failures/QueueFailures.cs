using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Failure messages in a queue of SQS. One that stays is there for others again when the run ends.</summary>
internal sealed class QueueFailures : FailureSource
{
    // A function may take fifteen minutes for an event; the hold is renewed before each.
    private const int HoldSeconds = 20 * 60;
    private const int WaitSeconds = 2;

    private const string Needs = "redrive needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue (by its ARN "
        + "sqs:GetQueueUrl too)";

    private readonly AmazonSQSClient _sqs;
    private readonly ServiceClock _clock;
    private readonly string _address;
    private readonly string _region;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _through = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);
    private string? _url;
    private DateTimeOffset? _began;

    /// <exception cref="InputException">The address names no queue, or one of another region.</exception>
    public QueueFailures(AwsAccess access, string address, bool isLocal)
    {
        (_address, _region) = (address, access.Region);
        if (!isLocal && RegionOf(address) is { } region && region != access.Region)
            throw new InputException($"the queue {address} is in {region}, and this would ask {access.Region}: give --region {region}");
        _sqs = access.Sqs();
        _clock = new ServiceClock(_sqs);
    }

    public override string Done => "deleted";

    /// <summary>Whether an address is a queue's: its URL, or its ARN.</summary>
    public static bool Takes(string address) =>
        address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://", StringComparison.Ordinal)
        || address.Split(':') is ["arn", _, "sqs", ..];

    public override async Task<FailureMessage?> NextAsync(CancellationToken cancellationToken)
    {
        _url ??= await UrlAsync(cancellationToken).ConfigureAwait(false);
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            _held[message.MessageId] = message.ReceiptHandle;
            // What is left of a batch that this run has tried is the next run's.
            if (_rests.Contains(message.MessageId))
                continue;
            // What has come since is the mapping's news, and another run's work: this one ends.
            return _seen.Add(message.MessageId) && !IsNews(message)
                ? new FailureMessage($"message {message.MessageId}", Encoding.UTF8.GetBytes(message.Body)) { Handle = message.MessageId }
                : null;
        }

        return null;
    }

    public override Task HoldAsync(FailureMessage message) =>
        AskAsync(() => _sqs.ChangeMessageVisibilityAsync(_url, _held[message.Handle], HoldSeconds), CancellationToken.None);

    public override bool IsThrough(string key) => _through.Contains(key);

    public override void NoteThrough(string key) => _through.Add(key);

    public override async Task TakeAwayAsync(FailureMessage message, string key)
    {
        NoteThrough(key);
        await _sqs.DeleteMessageAsync(_url, _held[message.Handle]).ConfigureAwait(false);
        _held.Remove(message.Handle);
    }

    public override async Task<bool> ReplaceAsync(FailureMessage message, string rest)
    {
        try
        {
            // First the one, then the other: between the two all of it is there twice, and nothing ever is not.
            var sent = await _sqs.SendMessageAsync(_url, rest).ConfigureAwait(false);
            _rests.Add(sent.MessageId);
            await _sqs.DeleteMessageAsync(_url, _held[message.Handle]).ConfigureAwait(false);
            _held.Remove(message.Handle);
            return true;
        }
        catch (Exception exception) when (
            exception is AmazonServiceException or AmazonClientException or HttpRequestException or TaskCanceledException)
        {
            // Not allowed, or a queue in order that wants more: the message stays as it is.
            return false;
        }
    }

    public override async Task ReleaseAsync()
    {
        foreach (var handle in _held.Values)
        {
            try
            {
                await _sqs.ChangeMessageVisibilityAsync(_url, handle, 0).ConfigureAwait(false);
            }
            catch (Exception exception) when (
                exception is AmazonServiceException or AmazonClientException or HttpRequestException or TaskCanceledException)
            {
                // It comes back by itself when the hold is over.
            }
        }
    }

    public override void Dispose() => _sqs.Dispose();

    private async Task<Message?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = _url, MaxNumberOfMessages = 1, VisibilityTimeout = HoldSeconds, WaitTimeSeconds = WaitSeconds,
            MessageSystemAttributeNames = ["SentTimestamp"],
        };
        cancellationToken.ThrowIfCancellationRequested();
        // Not given up half-way: a message that nobody was told of would be hidden until the hold is over.
        var answer = await AskAsync(() => _sqs.ReceiveMessageAsync(request, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        _began ??= _clock.Latest;
        return answer.Messages is [var message, ..] ? message : null;
    }

    private static string? RegionOf(string address) =>
        address.Split(':') is ["arn", _, "sqs", var region, ..] ? region
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Split('.') is ["sqs", var host, "amazonaws", ..] ? host
        : null;

    private async Task<string> UrlAsync(CancellationToken cancellationToken)
    {
        if (!_address.StartsWith("arn:", StringComparison.Ordinal))
            return _address;
        if (_address.Split(':') is not [_, _, _, _, { Length: > 0 } account, { Length: > 0 } name])
            throw new InputException($"SOURCE is \"{_address}\"; arn:aws:sqs:REGION:ACCOUNT:NAME is allowed for a queue");
        var request = new GetQueueUrlRequest { QueueName = name, QueueOwnerAWSAccountId = account };
        return (await AskAsync(() => _sqs.GetQueueUrlAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false)).QueueUrl;
    }

    // Both times are the service's, to the second.
    private bool IsNews(Message message) => _began is { } began && message.Attributes is { } attributes
        && attributes.TryGetValue("SentTimestamp", out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var sent)
        && sent >= began.AddSeconds(1).ToUnixTimeMilliseconds();

    private async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (
            exception is QueueDoesNotExistException || exception.ErrorCode is "AWS.SimpleQueueService.NonExistentQueue")
        {
            throw new InputException($"there is no queue {_address} in {_region} for these credentials", exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode?.Contains("AccessDenied", StringComparison.Ordinal) == true)
        {
            throw new FailureException($"these credentials do not allow to read {_address}; {Needs} ({AwsAnswer.Of(exception)})", exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is { Length: > 0 })
        {
            throw new FailureException($"reading {_address} was answered with {AwsAnswer.Of(exception)}", exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
                or TaskCanceledException)
        {
            throw new FailureException($"reading {_address} gave no answer", exception);
        }
    }
}
