using System.Globalization;
using System.Text.Json;

namespace Shardwise.Local.Sqs;

/// <summary>What a queue was set to, checked; the names and ranges are those of the CreateQueue API reference.</summary>
internal sealed class SqsQueueAttributes
{
    private static readonly Dictionary<string, (int Least, int Most, int Default)> Numbers = new(StringComparer.Ordinal)
    {
        ["DelaySeconds"] = (0, 900, 0),
        ["MaximumMessageSize"] = (1_024, 1_048_576, 1_048_576),
        ["MessageRetentionPeriod"] = (60, 1_209_600, 345_600),
        ["ReceiveMessageWaitTimeSeconds"] = (0, 20, 0),
        ["VisibilityTimeout"] = (0, 43_200, 30),
        ["KmsDataKeyReusePeriodSeconds"] = (60, 86_400, 300),
    };

    private static readonly string[] Texts =
        ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "SqsManagedSseEnabled", "FifoQueue", "ContentBasedDeduplication",
            "DeduplicationScope", "FifoThroughputLimit"];

    private readonly Dictionary<string, string> _set = new(StringComparer.Ordinal);

    public TimeSpan Delay => Seconds("DelaySeconds");

    public TimeSpan Retention => Seconds("MessageRetentionPeriod");

    public TimeSpan Wait => Seconds("ReceiveMessageWaitTimeSeconds");

    public TimeSpan Visibility => Seconds("VisibilityTimeout");

    public int LargestMessage => Number("MaximumMessageSize");

    public bool IsFifo => _set.GetValueOrDefault("FifoQueue") == "true";

    public bool DeduplicatesByContent => _set.GetValueOrDefault("ContentBasedDeduplication") == "true";

    /// <summary>Where messages go that were received too often, and how often is too often; null where they stay.</summary>
    public (string TargetArn, int MaxReceiveCount)? Redrive { get; private set; }

    /// <summary>Every attribute that was set or has a default, as GetQueueAttributes tells it.</summary>
    public IReadOnlyDictionary<string, string> All => Numbers.Where(number => number.Key != "KmsDataKeyReusePeriodSeconds")
        .Select(number => KeyValuePair.Create(number.Key, number.Value.Default.ToString(CultureInfo.InvariantCulture)))
        .Where(number => !_set.ContainsKey(number.Key))
        .Concat(_set)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Sets attributes; all of them or, where one is refused, none. An empty text takes one back.</summary>
    /// <exception cref="AwsError">A name or a value is not allowed.</exception>
    public void Set(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        var list = attributes.ToList();
        var redrive = Redrive;
        foreach (var (name, value) in list)
        {
            Check(name, value);
            redrive = name == "RedrivePolicy" ? ReadRedrive(value) : redrive;
        }

        foreach (var (name, value) in list)
        {
            if (value.Length == 0)
            {
                _set.Remove(name);
            }
            else
            {
                _set[name] = value;
            }
        }

        Redrive = redrive;
    }

    private static void Check(string name, string value)
    {
        if (Numbers.TryGetValue(name, out var range))
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < range.Least || number > range.Most)
            {
                throw SqsErrors.InvalidAttributeValue($"Invalid value for the parameter {name}.");
            }
        }
        else if (!Texts.Contains(name))
        {
            throw SqsErrors.InvalidAttributeName($"Unknown Attribute {name}.");
        }
    }

    private static (string TargetArn, int MaxReceiveCount)? ReadRedrive(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            string? target = document.RootElement.TryGetProperty("deadLetterTargetArn", out var arn) ? arn.GetString() : null;
            int count = document.RootElement.TryGetProperty("maxReceiveCount", out var most)
                && int.TryParse(most.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
            return target is { Length: > 0 } && count is >= 1 and <= 1_000
                ? (target, count)
                : throw SqsErrors.InvalidAttributeValue($"Value {value} for parameter RedrivePolicy is invalid. Reason: deadLetterTargetArn and "
                    + "maxReceiveCount from 1 to 1000 are required.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw SqsErrors.InvalidAttributeValue(
                $"Value {value} for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map.");
        }
    }

    private TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));

    private int Number(string name) => _set.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture)
        : Numbers[name].Default;
}
