namespace Shardwise.Scaling.Replay;

/// <summary>What Kinesis Data Streams costs, in USD.</summary>
/// <remarks>Source: the Kinesis Data Streams price page for us-east-1, as of May 2026. Other regions and years: set what differs.</remarks>
public sealed record Prices
{
    /// <summary>Provisioned: one open shard for an hour.</summary><value>Default: 0.015.</value>
    public double ShardHour { get; init; } = 0.015;

    /// <summary>Provisioned: a million PUT payload units of 25 KB; each record is rounded up to whole ones.</summary><value>Default: 0.014.</value>
    public double MillionPutUnits { get; init; } = 0.014;

    /// <summary>On-demand Standard: one stream for an hour.</summary><value>Default: 0.04.</value>
    public double StandardStreamHour { get; init; } = 0.04;

    /// <summary>On-demand Standard: a GB in; each record is rounded up to whole KB.</summary><value>Default: 0.08.</value>
    public double StandardGigabyteIn { get; init; } = 0.08;

    /// <summary>On-demand Standard: a GB out.</summary><value>Default: 0.04.</value>
    public double StandardGigabyteOut { get; init; } = 0.04;

    /// <summary>On-demand Advantage: a GB in; each record is rounded up to whole KB.</summary><value>Default: 0.032.</value>
    public double AdvantageGigabyteIn { get; init; } = 0.032;

    /// <summary>On-demand Advantage: a GB out.</summary><value>Default: 0.016.</value>
    public double AdvantageGigabyteOut { get; init; } = 0.016;

    /// <summary>On-demand Advantage: MiB a second, in and out each, that the account pays for at least.</summary><value>Default: 25.</value>
    public double AdvantageCommittedMebibytesPerSecond { get; init; } = 25;
}
