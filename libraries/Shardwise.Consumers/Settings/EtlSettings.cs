using System.Text.RegularExpressions;
using Amazon.S3;

namespace Shardwise.Consumers;

/// <summary>The settings of a function that writes to S3, from its environment, where the construct <c>EtlConsumer</c> puts them.</summary>
public sealed partial record EtlSettings
{
    /// <summary>The bucket that is written to: <c>SHARDWISE_OUTPUT_BUCKET</c>.</summary>
    public required string OutputBucket { get; init; }

    /// <summary>What the objects' keys begin with: <c>SHARDWISE_OUTPUT_PREFIX</c>.</summary>
    public required string OutputPrefix { get; init; }

    /// <summary>The bucket that dead letters are written to: <c>SHARDWISE_DEAD_LETTER_BUCKET</c>.</summary>
    public required string DeadLetterBucket { get; init; }

    /// <summary>What the dead letters' keys begin with: <c>SHARDWISE_DEAD_LETTER_PREFIX</c>; by default <c>dead-letters/</c>.</summary>
    public required string DeadLetterPrefix { get; init; }

    /// <summary>Reads and checks all settings.</summary>
    /// <param name="variable">The environment: a name's value, or <see langword="null"/>.</param>
    /// <param name="outputPrefix">The output's prefix where the environment gives none.</param>
    /// <exception cref="InvalidOperationException">One or more settings are missing or not allowed; the message names each.</exception>
    public static EtlSettings FromEnvironment(Func<string, string?> variable, string outputPrefix)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var problems = new List<string>();
        var settings = new EtlSettings
        {
            OutputBucket = Bucket("SHARDWISE_OUTPUT_BUCKET"),
            OutputPrefix = Prefix("SHARDWISE_OUTPUT_PREFIX", outputPrefix),
            DeadLetterBucket = Bucket("SHARDWISE_DEAD_LETTER_BUCKET"),
            DeadLetterPrefix = Prefix("SHARDWISE_DEAD_LETTER_PREFIX", "dead-letters/"),
        };
        return problems.Count == 0 ? settings : throw new InvalidOperationException(string.Join(' ', problems));

        string Bucket(string name) =>
            Checked(name, variable(name), BucketName(), "the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen");

        string Prefix(string name, string otherwise) =>
            Checked(
                name, variable(name) ?? otherwise, KeyPrefix(), "a key prefix that ends with a slash and does not begin with one, or nothing");

        string Checked(string name, string? value, Regex allowed, string inWords)
        {
            if (value is null || !allowed.IsMatch(value))
            {
                problems.Add($"{name} is {(value is null ? "not set" : $"\"{value}\"")}; allowed is {inWords}.");
            }

            return value ?? "";
        }
    }

    /// <summary>
    /// How long a function's S3 client waits and how often it tries again: two seconds for a connection, eight for an answer, four more attempts.
    /// Of some hundred kilobytes a put takes well below a second; one that hangs is better tried again while the invocation lasts than waited
    /// for, as the client otherwise does, for longer than most invocations may take.
    /// </summary>
    public static AmazonS3Config S3Config() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        Timeout = TimeSpan.FromSeconds(8),
        MaxErrorRetry = 4,
    };

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A([^/].{0,511}/)?\z")]
    private static partial Regex KeyPrefix();
}
