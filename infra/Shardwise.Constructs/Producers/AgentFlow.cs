using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Producers;

/// <summary>Files that a <see cref="KinesisAgent"/> follows, and where it puts their lines.</summary>
public sealed record AgentFlow
{
    /// <summary>Which files.</summary>
    /// <value>An absolute path whose last part may hold wildcards, such as <c>/var/log/web/*.log</c>.</value>
    public required string FilePattern { get; init; }

    /// <summary>The stream that gets a record a line.</summary>
    /// <value>Either this or <see cref="Delivery"/>.</value>
    public IDataStream? Stream { get; init; }

    /// <summary>The delivery stream that gets a record a line.</summary>
    /// <value>Either this or <see cref="Stream"/>.</value>
    public IFirehoseStream? Delivery { get; init; }

    /// <summary>Whether files are read from their beginning when they are first seen.</summary>
    /// <value>The default is <see langword="false"/>: from their end.</value>
    public bool FromTheStart { get; init; } = ConstructDefaults.Current.AgentFromTheStart;

    /// <summary>Whether equal lines get equal partition keys.</summary>
    /// <value>The default is <see langword="false"/>: keys are random, and lines spread evenly. For a stream only.</value>
    public bool KeyFromLine { get; init; } = ConstructDefaults.Current.AgentKeyFromLine;

    /// <summary>How long lines are gathered before they are sent.</summary>
    /// <value>Whole seconds, 1 s to 900 s. The default is 60 s. It is written into a file, and so is known beforehand.</value>
    public TimeSpan MaxBufferAge { get; init; } = ConstructDefaults.Current.AgentMaxBufferAge;

    /// <summary>How many of the first lines of each file are passed over.</summary>
    /// <value>0 and more. The default is 0.</value>
    public int SkipHeaderLines { get; init; } = ConstructDefaults.Current.AgentSkipHeaderLines;

    internal void Check(PropsCheck check, Construct? scope, string path)
    {
        StreamPlace.SameRegion(check, $"{path}.{nameof(Stream)}", scope, Stream, "the agent's endpoint reaches");
        StreamPlace.SameAccount(check, $"{path}.{nameof(Stream)}", scope, Stream, "the agent puts by the stream's name");
        check.Require(
            FilePattern.StartsWith('/') && !FilePattern.Any(char.IsControl), $"{path}.{nameof(FilePattern)}", $"'{FilePattern}'",
                "an absolute path, such as /var/log/web/*.log");
        check.Require(
            Stream is null != Delivery is null, $"{path}.{nameof(Stream)}",
                Stream is null ? "not given, nor is Delivery" : "given beside Delivery", "one of the two");
        check.Require(!KeyFromLine || Stream is not null || ConstructDefaults.Current.AgentKeyFromLine, $"{path}.{nameof(KeyFromLine)}", "true",
            "false, since a delivery stream has no partition keys");
        check.Duration($"{path}.{nameof(MaxBufferAge)}", MaxBufferAge, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(900), DurationUnit.Seconds);
        check.Require(SkipHeaderLines >= 0, $"{path}.{nameof(SkipHeaderLines)}", $"{SkipHeaderLines}", "0 and more");
    }

    internal Dictionary<string, object> Render()
    {
        var rendered = new Dictionary<string, object>
        {
            ["filePattern"] = FilePattern,
            ["initialPosition"] = FromTheStart ? "START_OF_FILE" : "END_OF_FILE",
            ["maxBufferAgeMillis"] = MaxBufferAge.TotalMilliseconds,
        };
        if (Stream is { } stream)
        {
            rendered["kinesisStream"] = stream.StreamName;
            rendered["partitionKeyOption"] = KeyFromLine ? "DETERMINISTIC" : "RANDOM";
        }
        else
        {
            rendered["deliveryStream"] = Delivery!.StreamName;
        }

        if (SkipHeaderLines > 0)
            rendered["skipHeaderLines"] = SkipHeaderLines;
        return rendered;
    }
}
