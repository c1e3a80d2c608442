using System.Text.RegularExpressions;
using Amazon.CDK;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The checks that several parts of a delivery stream share.</summary>
internal static partial class DeliveryCheck
{
    public static void Text(this PropsCheck check, string property, string value, Func<string, bool> allowed, string allowedText) =>
        check.Require(PropsCheck.IsToken(value) || allowed(value), property, $"'{Shortened(value)}'", allowedText);

    public static void Required(this PropsCheck check, string property, string value) =>
        check.Text(property, value, text => text.Length > 0, "at least one character");

    public static void Arn(this PropsCheck check, string property, string value, string service) =>
        check.Text(
            property, value,
            text => text.StartsWith("arn:", StringComparison.Ordinal) && text.Split(':') is { Length: > 5 } parts && parts[2] == service,
            $"an ARN of {service}");

    public static void Retry(this PropsCheck check, string property, TimeSpan value) =>
        check.Duration(property, value, TimeSpan.Zero, FirehoseLimits.MaxRetryDuration, DurationUnit.Seconds);

    public static void Buffer(this PropsCheck check, string property, DeliveryBuffering buffering, BufferRange range)
    {
        check.Require(
            PropsCheck.IsToken(buffering.SizeMiB)
                || (buffering.SizeMiB >= range.MinMiB && buffering.SizeMiB <= range.MaxMiB && double.IsInteger(buffering.SizeMiB)),
            $"{property}.{nameof(DeliveryBuffering.SizeMiB)}", PropsCheck.Number(buffering.SizeMiB),
            $"a whole number from {range.MinMiB} to {range.MaxMiB}{range.Why}");
        check.Duration(
            $"{property}.{nameof(DeliveryBuffering.Interval)}", buffering.Interval, range.MinInterval, range.MaxInterval, DurationUnit.Seconds,
            range.IntervalWhy);
    }

    public static void Mode(this PropsCheck check, BackupMode mode, params BackupMode[] allowed) =>
        check.Require(allowed.Contains(mode), $"Destination.{nameof(BackupMode)}", mode.ToString(), string.Join(" or ", allowed));

    // The service forgives neither a namespace it does not know nor one in the wrong place, and says so only when the stream is created.
    public static void Prefixes(this PropsCheck check, string path, string prefix, string errorPrefix, bool partitioned)
    {
        var (prefixName, errorName) = ($"{path}Prefix", $"{path}ErrorPrefix");
        check.Namespaces(prefixName, prefix);
        check.Namespaces(errorName, errorPrefix);
        check.Text(
            prefixName, prefix, text => !text.Contains("error-output-type", StringComparison.Ordinal),
            $"no !{{firehose:error-output-type}}, which belongs in {errorName}");
        check.Text(
            errorName, errorPrefix, text => !text.Contains("!{partitionKeyFrom", StringComparison.Ordinal),
            "no partition keys, which a record that failed does not have");
        check.Text(
            errorName, errorPrefix,
            text => text.Contains("!{firehose:error-output-type}", StringComparison.Ordinal)
                || (!text.Contains("!{", StringComparison.Ordinal) && (text.Length > 0 || !prefix.Contains("!{", StringComparison.Ordinal))),
            "a prefix with !{firehose:error-output-type}, since it or the prefix beside it holds an expression");
        if (!partitioned)
            check.Text(
                prefixName, prefix, text => !text.Contains("!{partitionKeyFrom", StringComparison.Ordinal),
                "no partition keys, since there is no dynamic partitioning");
    }

    public static bool IsUrl(string value) =>
        value.StartsWith("https://", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0;

    public static bool IsAccount(string value) => value.Length == 12 && value.All(char.IsAsciiDigit);

    public static bool IsRegion(string value) => RegionPattern().IsMatch(value);

    public static bool IsTimeZone(string value) => value.Length > 0 && value.All(c => char.IsAsciiLetter(c) || c is '/' or '_');

    public static bool IsExtension(string value) =>
        value.Length <= FirehoseLimits.MaxFileExtensionLength && ExtensionPattern().IsMatch(value);

    public static bool IsRedshiftUrl(string value) => RedshiftPattern().IsMatch(value);

    public static IEnumerable<(string Namespace, string Value)> Expressions(string prefix) =>
        ExpressionPattern().Matches(prefix).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    public static string Shortened(string value) => value.Length <= 120 ? value : $"{value[..100]}... ({value.Length} characters)";

    private static void Namespaces(this PropsCheck check, string property, string value)
    {
        check.Text(
            property, value, text => text.Length <= FirehoseLimits.MaxPrefixLength,
            $"at most {FirehoseLimits.MaxPrefixLength} characters");
        check.Text(
            property, value, text => ExpressionPattern().Replace(text, "").Contains("!{", StringComparison.Ordinal) is false,
            "expressions of the form !{namespace:value}");
        foreach (var (space, inner) in Expressions(value))
        {
            var allowed = space switch
            {
                "timestamp" or "partitionKeyFromQuery" or "partitionKeyFromLambda" => inner.Length > 0,
                "firehose" => inner is "error-output-type" or "random-string",
                _ => false,
            };
            check.Require(
                PropsCheck.IsToken(value) || allowed, property, $"'{Shortened(value)}'",
                "the expressions !{timestamp:...}, !{firehose:random-string}, !{firehose:error-output-type}, !{partitionKeyFromQuery:...} and "
                + "!{partitionKeyFromLambda:...}");
        }
    }

    [GeneratedRegex(@"!\{([^:{}]*):([^{}]*)\}")]
    private static partial Regex ExpressionPattern();

    [GeneratedRegex(@"^[a-z]{2,4}(-[a-z]+)+-\d$")]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"^\.[0-9a-z!\-_.*'()]+$")]
    private static partial Regex ExtensionPattern();

    [GeneratedRegex(@"^jdbc:(redshift|postgresql)://[a-zA-Z0-9.\-]+\.(redshift|redshift-serverless)\.[a-zA-Z0-9.\-]+:\d{1,5}/[a-zA-Z0-9_$\-]+$")]
    private static partial Regex RedshiftPattern();
}
