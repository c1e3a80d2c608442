using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Video;

/// <summary>What a <see cref="VideoStream"/> is made of.</summary>
public sealed partial record VideoStreamProps
{
    /// <summary>The physical name of the stream.</summary>
    /// <value>1 to 256 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? StreamName { get; init; }

    /// <summary>The device that writes to the stream. The service keeps it and does nothing with it.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default is none.</value>
    public string? DeviceName { get; init; }

    /// <summary>What the stream holds, such as <c>video/h264</c> or <c>video/h264,audio/aac</c>.</summary>
    /// <value>Media types after RFC 6838, separated by commas, at most 128 characters. The default is none.</value>
    public string? MediaType { get; init; }

    /// <summary>How long media is kept.</summary>
    /// <value>
    /// Whole hours, 0 h to 87,600 h. The default is 24 h. With 0 h nothing is kept: it can be watched as it comes, and neither played back nor
    /// clipped.
    /// </value>
    public TimeSpan Retention { get; init; } = ConstructDefaults.Current.VideoRetention;

    /// <summary>How the media is stored.</summary>
    /// <value>
    /// The default is the service's own, <see cref="VideoStorageTier.Hot"/>. With <see cref="VideoStorageTier.Warm"/> and a <see cref="Retention"/>
    /// of less than 30 days the synthesis warns: 30 days are paid for.
    /// </value>
    public VideoStorageTier? StorageTier { get; init; }

    /// <summary>Your own key to encrypt the media with.</summary>
    /// <value>The default is the AWS-managed key <c>alias/aws/kinesisvideo</c>.</value>
    public IKey? EncryptionKey { get; init; }

    /// <summary>What becomes of the stream when the stack is deleted.</summary>
    /// <value>The default is <see cref="RemovalPolicy.RETAIN"/>: media is not thrown away with a template.</value>
    public RemovalPolicy RemovalPolicy { get; init; } = ConstructDefaults.Current.VideoRemovalPolicy;

    /// <summary>Tags of the stream, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49: the service takes 50 a stream, and the construct holds one.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The alarms: <c>Refused</c> (media), <c>Connection</c> (that fails).</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"VideoStream '{id}' has invalid properties");
        check.Name(nameof(StreamName), StreamName, KinesisVideoLimits.MaxNameLength);
        check.Name(nameof(DeviceName), DeviceName, KinesisVideoLimits.MaxDeviceNameLength);
        if (MediaType is { } type && !PropsCheck.IsToken(type))
            check.Require(
                type.Length <= KinesisVideoLimits.MaxMediaTypeLength && MediaTypePattern().IsMatch(type), nameof(MediaType), $"'{type}'",
                $"media types such as video/h264, separated by commas, at most {KinesisVideoLimits.MaxMediaTypeLength} characters");
        check.Duration(nameof(Retention), Retention, TimeSpan.Zero, KinesisVideoLimits.MaxRetention, DurationUnit.Hours);
        check.Tags(Tags, KinesisVideoLimits.MaxTags);
        Alarms.Check(check, "Refused", "Connection");
        check.ThrowIfAny();
        return id;
    }

    [GeneratedRegex(@"^[\w\-.+]+/[\w\-.+]+(,[\w\-.+]+/[\w\-.+]+)*$")]
    private static partial Regex MediaTypePattern();
}
