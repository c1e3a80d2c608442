namespace Shardwise.Constructs.Defaults;

/// <content>Of consumers.</content>
public partial class ConstructDefaultsV2
{
    /// <inheritdoc />
    /// <remarks>
    /// -1, no limit but the record's age: ten are over within minutes of a dependency's outage, and good records then wait in the failure queue. What
    /// is wrong with a record is set aside by the consumer itself.
    /// </remarks>
    public override double ConsumerRetryAttempts => -1;

    /// <inheritdoc />
    /// <remarks>
    /// 144 h, which of the default retention of 168 h leaves a day in which to read again what was given up. A consumer of a stream that keeps its
    /// records for less takes five sixths of that.
    /// </remarks>
    public override TimeSpan ConsumerMaxRecordAge => TimeSpan.FromHours(144);
}
