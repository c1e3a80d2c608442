using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>What a <see cref="FanOutConsumer"/> is made of.</summary>
public sealed record FanOutConsumerProps
{
    /// <summary>The stream that is read.</summary>
    public required IDataStream Stream { get; init; }

    /// <summary>The name under which the consumer is registered, one in a stream.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default is made of the construct's path.</value>
    public string? ConsumerName { get; init; }

    /// <summary>Tags of the consumer, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49. The default is none.</value>
    /// <remarks>
    /// CloudFormation replaces a consumer whose tags change, which fails under a name that is taken. From <c>ConstructDefaults.V2</c> on a name that
    /// is made changes with them, and they are refused beside a <see cref="ConsumerName"/>.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How far the reader may be behind the stream before the alarm <c>Delay</c> says so.</summary>
    /// <value>Whole seconds, 1 s to half of the stream's retention. The default is the stream's own.</value>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>The alarms: <c>Lag</c>, <c>Delay</c>, <c>RateExceeded</c>.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"FanOutConsumer '{id}' has invalid properties");
        if (ConsumerName is { } name)
            CheckName(check, nameof(ConsumerName), name);
        check.Require(Tags.Count < KinesisLimits.MaxTags, nameof(Tags), $"{Tags.Count} tags", $"at most {KinesisLimits.MaxTags - 1}");
        check.Require(
            !ConstructDefaults.Current.FanOutNamedByTags || ConsumerName is null || Tags.Count == 0, nameof(Tags), "given beside ConsumerName",
            "one of the two, since a consumer whose tags change is replaced, which fails under a name that is taken");
        DataStreamProps.CheckReadersDelay(check, MaxDelay, Stream);
        Alarms.Check(check, "Lag", "Delay", "RateExceeded");
        check.ThrowIfAny();
        return id;
    }

    // An account registers consumers of its own streams, where they are.
    internal string Placed(Construct scope, string id)
    {
        var check = new PropsCheck($"FanOutConsumer '{Validate(id)}' has invalid properties");
        StreamPlace.RequireHere(check, scope, Stream.Stream, "a consumer is registered in the stream's");
        check.ThrowIfAny();
        return id;
    }

    internal static PropsCheck CheckName(PropsCheck check, string property, string name) => check.Require(
        PropsCheck.IsToken(name)
            || (name.Length is > 0 and <= KinesisLimits.MaxConsumerNameLength
                && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')),
        property, $"'{name}'", $"1 to {KinesisLimits.MaxConsumerNameLength} of a-z A-Z 0-9 _ . -");
}
