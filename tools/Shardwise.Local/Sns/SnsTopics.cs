using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Sns;

/// <summary>The topics of the account, their subscriptions, and what is published.</summary>
/// <param name="region">The region in ARNs.</param>
/// <param name="account">The account in ARNs.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="targets">Where subscribers are.</param>
internal sealed partial class SnsTopics(string region, string account, TimeProvider clock, TargetDirectory targets)
{
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SnsSubscription> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>Hears of what is not delivered, and of messages to people, who get none here: the topic's ARN and what is to be said.</summary>
    public event Action<string, string>? Said;

    public IReadOnlyList<string> Arns => [.. _topics.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<SnsSubscription> Subscriptions => [.. _subscriptions.Values.OrderBy(subscription => subscription.Arn,
        StringComparer.Ordinal)];

    public string ArnOf(string name) => $"arn:aws:sns:{region}:{account}:{name}";

    /// <summary>Makes a topic; one of the name is kept.</summary>
    /// <exception cref="AwsError">The name is not allowed.</exception>
    public string Create(string name, IReadOnlyDictionary<string, string> attributes)
    {
        bool isFifo = attributes.GetValueOrDefault("FifoTopic") == "true";
        if (!TopicName().IsMatch(name) || name.Length > 256 || name.EndsWith(".fifo", StringComparison.Ordinal) != isFifo)
        {
            throw SnsErrors.Invalid("Topic Name");
        }

        _topics.TryAdd(ArnOf(name), new Dictionary<string, string>(attributes, StringComparer.Ordinal));
        return ArnOf(name);
    }

    public void Delete(string arn)
    {
        _topics.TryRemove(arn, out _);
        foreach (var subscription in Of(arn))
        {
            _subscriptions.TryRemove(subscription.Arn, out _);
        }
    }

    public bool Has(string arn) => _topics.ContainsKey(arn);

    /// <exception cref="AwsError">There is no such topic.</exception>
    public Dictionary<string, string> AttributesOf(string arn) => _topics.GetValueOrDefault(arn) ?? throw SnsErrors.NoTopic();

    public IEnumerable<SnsSubscription> Of(string topicArn) => Subscriptions.Where(subscription => subscription.TopicArn == topicArn);

    /// <exception cref="AwsError">There is no such subscription.</exception>
    public SnsSubscription Subscription(string arn) => _subscriptions.GetValueOrDefault(arn) ?? throw SnsErrors.NoSubscription();

    /// <summary>Subscribes an endpoint; the same again is the same subscription.</summary>
    /// <exception cref="AwsError">There is no such topic, or an attribute is not allowed.</exception>
    public SnsSubscription Subscribe(string topicArn, string protocol, string endpoint, IReadOnlyDictionary<string, string> attributes)
    {
        AttributesOf(topicArn);
        if (Of(topicArn).FirstOrDefault(other => other.Protocol == protocol && other.Endpoint == endpoint) is { } there)
        {
            return there;
        }

        var subscription = new SnsSubscription($"{topicArn}:{Guid.NewGuid()}", topicArn, protocol, endpoint);
        foreach (var (name, value) in attributes)
        {
            subscription.Set(name, value);
        }

        return _subscriptions[subscription.Arn] = subscription;
    }

    public void Unsubscribe(string arn) => _subscriptions.TryRemove(arn, out _);

    /// <summary>Publishes a message to every subscription that wants it; returns its id.</summary>
    /// <exception cref="AwsError">There is no such topic.</exception>
    public async Task<string> PublishAsync(string topicArn, SnsMessage message, CancellationToken cancellationToken)
    {
        AttributesOf(topicArn);
        foreach (var subscription in Of(topicArn).Where(subscription => subscription.Wants(message)))
        {
            await DeliverAsync(subscription, message, cancellationToken).ConfigureAwait(false);
        }

        return message.Id;
    }

    public SnsMessage Message(string topicArn, string text) => new(Guid.NewGuid().ToString(), topicArn, clock.GetUtcNow(), text);

    private async Task DeliverAsync(SnsSubscription subscription, SnsMessage message, CancellationToken cancellationToken)
    {
        if (subscription.Protocol is not ("sqs" or "lambda" or "firehose"))
        {
            Said?.Invoke(subscription.TopicArn, $"{subscription.Protocol} to {subscription.Endpoint}: "
                + $"{message.Subject ?? message.TextFor(subscription.Protocol)}");
            return;
        }

        try
        {
            await targets.SendAsync(subscription.Endpoint, Of(subscription, message), cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            await GiveUpAsync(subscription, message, error.Message, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GiveUpAsync(SnsSubscription subscription, SnsMessage message, string reason, CancellationToken cancellationToken)
    {
        string lost = $"the message {message.Id} to {subscription.Endpoint} is not delivered: {reason}";
        if (subscription.DeadLetterArn is not { } queue)
        {
            Said?.Invoke(subscription.TopicArn, lost);
            return;
        }

        try
        {
            await targets.SendAsync(queue, Of(subscription, message), cancellationToken).ConfigureAwait(false);
            Said?.Invoke(subscription.TopicArn, $"{lost}; it is in {queue}");
        }
        catch (AwsError error)
        {
            Said?.Invoke(subscription.TopicArn, $"{lost}; nor to {queue}: {error.Message}");
        }
    }

    private TargetMessage Of(SnsSubscription subscription, SnsMessage message)
    {
        bool isRaw = subscription.IsRaw && subscription.Protocol != "lambda";
        string body = subscription.Protocol == "lambda" ? message.LambdaEvent(subscription.Arn, region).ToJsonString()
            : isRaw ? message.TextFor(subscription.Protocol)
            : message.Envelope(subscription.Protocol, subscription.Arn, region).ToJsonString();
        return new TargetMessage(Encoding.UTF8.GetBytes(body))
        {
            Service = "sns.amazonaws.com",
            SourceArn = subscription.TopicArn,
            RoleArn = subscription.Protocol == "firehose" ? subscription.Attributes.GetValueOrDefault("SubscriptionRoleArn") : null,
            Attributes = isRaw ? message.Attributes : new Dictionary<string, Sqs.SqsMessageAttribute>(),
            GroupId = message.GroupId,
            DeduplicationId = message.DeduplicationId,
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(\.fifo)?\z")]
    private static partial Regex TopicName();
}
