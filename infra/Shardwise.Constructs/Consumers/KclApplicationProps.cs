using Amazon.CDK;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <summary>What a <see cref="KclApplication"/> is made of.</summary>
public sealed record KclApplicationProps
{
    /// <summary>The stream that is read.</summary>
    public required IDataStream Stream { get; init; }

    /// <summary>The application's name: that of its lease table, of its metrics' namespace and of its consumer.</summary>
    /// <value>3 to 128 of <c>a-z A-Z 0-9 _ . -</c>.</value>
    public required string ApplicationName { get; init; }

    /// <summary>Whether the application reads with enhanced fan-out, as the library does by default.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EnhancedFanOut { get; init; } = ConstructDefaults.Current.KclEnhancedFanOut;

    /// <summary>A consumer of the stream that is registered already, which the application is told (<c>FanOutConfig.consumerArn</c>).</summary>
    /// <value>The default is none: with <see cref="EnhancedFanOut"/> the application registers its own, and may.</value>
    /// <remarks>The way to enhanced fan-out on a stream of another account, where nobody registers consumers but its own.</remarks>
    public IFanOutConsumer? FanOutConsumer { get; init; }

    /// <summary>What becomes of the tables when the stack is deleted.</summary>
    /// <value>The default is <see cref="RemovalPolicy.RETAIN"/>: without its leases an application starts over.</value>
    public RemovalPolicy RemovalPolicy { get; init; } = ConstructDefaults.Current.KclRemovalPolicy;

    /// <summary>How far the application may be behind its stream before the alarm <c>Delay</c> says so.</summary>
    /// <value>Whole seconds, 1 s to half of the stream's retention. The default is the stream's own.</value>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>The alarms: <c>Delay</c>, and that <c>LeaseWrites</c> or <c>LeaseReads</c> of the lease table are throttled.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"KclApplication '{id}' has invalid properties");
        // A consumer's name is the shortest of the three that are made of it.
        check.Require(
            PropsCheck.IsToken(ApplicationName)
                || (ApplicationName.Length is >= 3 and <= 128 && ApplicationName.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')),
            nameof(ApplicationName), $"'{ApplicationName}'", "3 to 128 of a-z A-Z 0-9 _ . -");
        check.Require(
            FanOutConsumer is null || EnhancedFanOut || !ConstructDefaults.Current.KclEnhancedFanOut, nameof(EnhancedFanOut), "false",
            "true, since FanOutConsumer is given");
        DataStreamProps.CheckReadersDelay(check, MaxDelay, Stream);
        Alarms.Check(check, "Delay", "LeaseWrites", "LeaseReads");
        check.ThrowIfAny();
        return id;
    }
}
