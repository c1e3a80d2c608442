using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Aws;
using Shardwise.Cli.Planning;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;

namespace Shardwise.Cli.Scaler;

/// <summary>Reads a stream, its tags and its metrics, and asks the policy; changes nothing.</summary>
internal sealed class StatusReader(IAmazonKinesis kinesis, IAmazonCloudWatch cloudWatch, string region)
{
    // All that a stream may have: https://docs.aws.amazon.com/streams/latest/dev/tagging.html
    private const int MostTags = 50;

    private const int VisibleMinutes = 75;
    private const int PeriodMinutes = TrafficHistory.PeriodMinutes;

    private const string WithoutAdvantage = "the stream tells no warm throughput, as in an account without On-demand Advantage "
        + "(MinimumThroughputBillingCommitment): nothing is warmed there";

    /// <summary>What the command must be allowed.</summary>
    public const string Needs = "scaler status needs kinesis:DescribeStreamSummary, kinesis:ListTagsForStream and cloudwatch:GetMetricData";

    /// <exception cref="InputException">There is no such stream.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public async Task<ScalerStatus> ReadAsync(string stream, ScalingTarget? given, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var summary = await CallAsync("kinesis:DescribeStreamSummary", stream, async () =>
            (await kinesis.DescribeStreamSummaryAsync(
                new DescribeStreamSummaryRequest { StreamName = stream }, cancellationToken).ConfigureAwait(false)).StreamDescriptionSummary)
            .ConfigureAwait(false);
        var tags = await CallAsync("kinesis:ListTagsForStream", stream, async () =>
            (await kinesis.ListTagsForStreamAsync(
                new ListTagsForStreamRequest { StreamName = stream, Limit = MostTags }, cancellationToken).ConfigureAwait(false)).Tags ?? [])
            .ConfigureAwait(false);
        string? Tag(string key) => tags.Find(tag => tag.Key == key)?.Value;

        var (operations, pending, whole) = OperationsCodec.Decode(Tag(LedgerTags.Operations));
        var ledger = new Ledger
        {
            Operations = operations, NewestIsPending = pending, Steps = StepsCodec.Decode(Tag(LedgerTags.Steps)),
            State = StateCodec.Decode(Tag(LedgerTags.State)),
        };
        var (mode, modeProblem) = LedgerTags.ModeOf(Tag(LedgerTags.Mode));
        var tagged = given is null ? TargetCodec.Decode(stream, Tag(LedgerTags.Target)) : null;
        var target = given ?? tagged?.Target;
        RequireScaled(stream, summary, target);
        var isWarm = target?.WarmThroughput == true;
        var open = (isWarm ? summary.WarmThroughput?.CurrentMiBps : null) ?? summary.OpenShardCount ?? 1;
        var observation = new Observation
        {
            Now = now,
            Target = (target ?? new ScalingTarget { StreamName = stream, MinShards = 1, MaxShards = new ReshardLimits().MaxShards }).At(now),
            Limits = isWarm ? ReshardLimits.OfWarmThroughput : new ReshardLimits(),
            WarmThroughput = isWarm ? summary.WarmThroughput?.TargetMiBps ?? 0 : null,
            OpenShards = open,
            ReshardInFlight = summary.StreamStatus != StreamStatus.ACTIVE,
            Operations = operations,
            Steps = ledger.Steps,
        };
        observation = await WithTrafficAsync(observation, stream, ledger, cancellationToken).ConfigureAwait(false);
        return new ScalerStatus(observation, ledger, mode, summary.StreamStatus?.Value ?? "unknown")
        {
            Decision = target is null ? null : ScalerPolicy.Of(target).Decide(observation),
            BoundsFrom = given is not null ? "--target" : tagged is null ? null : $"the tag {LedgerTags.Target}, as of the ledger's last change",
            CalendarLeftOut = tagged?.Calendar ?? 0,
            Problems =
            [
                .. new[]
                {
                    modeProblem, isWarm && summary.WarmThroughput is null ? WithoutAdvantage : null,
                    whole ? null : $"the tag {LedgerTags.Operations} is not a ledger as the scaler writes it",
                    given is null && tagged is null && Tag(LedgerTags.Target) is { } unknown
                        ? $"the tag {LedgerTags.Target} is \"{unknown}\", no target that this version can read"
                        : null,
                }.OfType<string>(),
            ],
        };
    }

    private void RequireScaled(string stream, StreamDescriptionSummary summary, ScalingTarget? target)
    {
        var isOnDemand = summary.StreamModeDetails?.StreamMode == StreamMode.ON_DEMAND;
        if (isOnDemand && target?.WarmThroughput != true)
            throw new InputException(
                $"stream {stream} in {region} is on-demand: it scales by itself, "
                + "and the scaler leaves it alone unless its target is for warm throughput");
        if (!isOnDemand && target?.WarmThroughput == true)
            throw new InputException(
                $"stream {stream} in {region} is provisioned, and its target is for the warm throughput of a stream that is on demand");
    }

    // Two weeks, of which the newest minutes count one by one.
    private async Task<Observation> WithTrafficAsync(Observation observation, string stream, Ledger ledger, CancellationToken cancellationToken)
    {
        ObservedStream observed;
        try
        {
            observed = await new StreamHistoryReader(kinesis, cloudWatch, region, _ => { })
                .ReadAsync(stream, observation.Now, cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException nothing) when (nothing.Message.EndsWith("there is nothing to replay", StringComparison.Ordinal))
        {
            return observation;
        }

        var (from, all) = (observed.From!.Value, observed.Traffic.Minutes);
        var newest = Enumerable.Range(Math.Max(0, all.Count - VisibleMinutes), Math.Min(all.Count, VisibleMinutes)).Where(i => !all[i].IsUnknown);
        var skipped = (int)((PeriodMinutes - (from.Minute % PeriodMinutes)) % PeriodMinutes);
        var periods = all.Skip(skipped).Chunk(PeriodMinutes).Where(period => period.Length == PeriodMinutes)
            .Select(period => period.Where(minute => !minute.IsUnknown).Select(minute => minute.Shards)
                .DefaultIfEmpty(double.NaN).Average()).ToArray();
        return observation with
        {
            Minutes =
            [
                .. newest.Select(i => new TrafficMinute
                {
                    Start = from.AddMinutes(i), Bytes = all[i].Bytes, Records = all[i].Records,
                    OpenShards = ledger.State.ShardsAt(from.AddMinutes(i)) ?? observation.OpenShards,
                }),
            ],
            History = periods.Length == 0 ? null : new TrafficHistory(from.AddMinutes(skipped), periods),
        };
    }

    private async Task<T> CallAsync<T>(string action, string stream, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (AwsProblem.Of(exception, action, stream, region, Needs) is { } problem)
        {
            throw problem;
        }
    }
}
