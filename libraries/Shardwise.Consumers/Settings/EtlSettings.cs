using Amazon.S3;

namespace Shardwise.Consumers;

/// <summary>The settings of a function that writes to S3, from its environment, where the construct <c>EtlConsumer</c> puts them.</summary>
public sealed record EtlSettings
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
            Checked(name, variable(name), IsBucketName, "the name of an S3 bucket: 3 to 63 of a-z, 0-9, dot and hyphen");

        string Prefix(string name, string otherwise) =>
            Checked(
                name, variable(name) ?? otherwise, IsKeyPrefix, "a key prefix that ends with a slash and does not begin with one, or nothing");

        string Checked(string name, string? value, Func<string, bool> isAllowed, string inWords)
        {
            if (value is null || !isAllowed(value))
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

    // Checked by hand: regular expressions are an assembly to load before a function's first answer.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static bool IsBucketName(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('.' or '-'))
            {
                return false;
            }
        }

        return name.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
    }

    private static bool IsKeyPrefix(string prefix) =>
        prefix.Length == 0 || (prefix.Length is >= 2 and <= 513 && prefix[0] != '/' && prefix[^1] == '/' && !prefix.Contains('\n'));
}
