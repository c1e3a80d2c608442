using System.Globalization;
using Shardwise.Constructs.Validation;

namespace Shardwise.App;

/// <summary>What of the reference stack can be chosen on the command line.</summary>
/// <remarks>
/// <c>cdk synth -c minShards=2 -c maxShards=16 -c retentionHours=24 -c alarmTopic=ARN -c everything=true -c flinkJar=s3://code/clicks.jar</c>
/// </remarks>
public sealed record ReferenceSettings
{
    internal const string S3 = "s3://";

    /// <summary>The fewest shards of the click stream.</summary>
    /// <value>The default is 1.</value>
    public int MinShards { get; init; } = 1;

    /// <summary>The most shards of the click stream.</summary>
    /// <value>The default is 64.</value>
    public int MaxShards { get; init; } = 64;

    /// <summary>How many hours the click stream keeps its records.</summary>
    /// <value>The default is 168.</value>
    public int RetentionHours { get; init; } = 168;

    /// <summary>The ARN of the SNS topic that hears of every alarm.</summary>
    /// <value>The default is none: the alarms show in CloudWatch alone, unless <see cref="Everything"/> makes a topic.</value>
    public string? AlarmTopic { get; init; }

    /// <summary>
    /// Whether the stack also has what a pipeline of its own can do without: two more ways in (an API and events of a bus), a Flink notebook, a
    /// trail of who reads and writes, and a topic that hears of every alarm, where <see cref="AlarmTopic"/> names none.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Everything { get; init; }

    /// <summary>Where the code of a Flink application over the clicks is, as <c>s3://BUCKET/KEY</c>; a jar, or a zip of Python.</summary>
    /// <value>The default is none: there is no such application.</value>
    public string? FlinkJar { get; init; }

    /// <summary>Reads the settings from the app's context, where they are numbers (cdk.json) or text (<c>-c</c>).</summary>
    /// <param name="context">Gives a context value by its key, or null.</param>
    /// <returns>The settings; ranges are the constructs' to check.</returns>
    /// <exception cref="InvalidPropsException">A value is no whole number, neither true nor false, no ARN of a topic, or no place in S3.</exception>
    public static ReferenceSettings FromContext(Func<string, object?> context)
    {
        var defaults = new ReferenceSettings();
        return new ReferenceSettings
        {
            MinShards = Number(context, "minShards", defaults.MinShards),
            MaxShards = Number(context, "maxShards", defaults.MaxShards),
            RetentionHours = Number(context, "retentionHours", defaults.RetentionHours),
            AlarmTopic = Topic(context, "alarmTopic"),
            Everything = Flag(context, "everything", defaults.Everything),
            FlinkJar = Place(context, "flinkJar"),
        };
    }

    private static bool Flag(Func<string, object?> context, string key, bool defaultValue)
    {
        if (context(key) is not { } value)
            return defaultValue;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return bool.TryParse(text, out var flag)
            ? flag
            : throw new InvalidPropsException($"The context value {key} is '{text}'; allowed: true or false.");
    }

    private static string? Topic(Func<string, object?> context, string key)
    {
        if (context(key) is not { } value)
            return null;
        var text = $"{value}";
        return text.Split(':') is ["arn", { Length: > 0 }, "sns", { Length: > 0 }, { Length: 12 }, { Length: > 0 }]
            ? text
            : throw new InvalidPropsException($"The context value {key} is '{text}'; allowed: the ARN of a topic, arn:aws:sns:REGION:ACCOUNT:NAME.");
    }

    private static string? Place(Func<string, object?> context, string key)
    {
        if (context(key) is not { } value)
            return null;
        var text = $"{value}";
        // As the constructs check it, and before the CDK does: its own complaint about a bucket's name is a page.
        return text.StartsWith(S3, StringComparison.Ordinal)
            && text[S3.Length..].Split('/', 2) is [var bucket, { Length: > 0 }] && IsBucketName(bucket)
            ? text
            : throw new InvalidPropsException(
                $"The context value {key} is '{text}'; allowed: s3://BUCKET/KEY, with a bucket's name of 3 to 63 lower-case letters, digits, "
                + "hyphens and dots.");
    }

    // The rules of S3 for names of buckets: a letter or digit at both ends and beside each dot, and no IP address.
    private static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63 && name.Split('.').All(IsLabel) && !System.Net.IPAddress.TryParse(name, out _);

    private static bool IsLabel(string label) =>
        label is [not '-', ..] and [.., not '-'] && label.All(
            letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static int Number(Func<string, object?> context, string key, int defaultValue)
    {
        if (context(key) is not { } value)
            return defaultValue;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidPropsException($"The context value {key} is '{text}'; allowed: a whole number.");
    }
}
