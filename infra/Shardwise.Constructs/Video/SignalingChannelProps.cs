using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Video;

/// <summary>What a <see cref="SignalingChannel"/> is made of.</summary>
public sealed record SignalingChannelProps
{
    /// <summary>The physical name of the channel.</summary>
    /// <value>1 to 256 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? ChannelName { get; init; }

    /// <summary>How long a message waits for its reader.</summary>
    /// <value>Whole seconds, 5 s to 120 s. The default is 60 s.</value>
    public TimeSpan MessageTtl { get; init; } = ConstructDefaults.Current.SignalingMessageTtl;

    /// <summary>Tags of the channel, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49: the service takes 50 a channel, and the construct holds one.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"SignalingChannel '{id}' has invalid properties");
        check.Name(nameof(ChannelName), ChannelName, KinesisVideoLimits.MaxNameLength);
        check.Duration(
            nameof(MessageTtl), MessageTtl, KinesisVideoLimits.MinMessageTtl, KinesisVideoLimits.MaxMessageTtl, DurationUnit.Seconds);
        check.Tags(Tags, KinesisVideoLimits.MaxTags);
        check.ThrowIfAny();
        return id;
    }
}
