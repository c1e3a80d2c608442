using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <content>What is allowed.</content>
public sealed partial record EtlConsumerProps
{
    internal TimeSpan EffectiveMaxDelay => MaxDelay ?? BatchingWindow + (2 * Timeout) + TimeSpan.FromMinutes(5);

    // Of a retention that is shorter than the default a sixth is left, in which to read again what was given up. Retentions are whole hours.
    private TimeSpan DefaultRecordAge =>
        Stream?.Retention is { } kept && kept < agreedRecordAge ? kept * 5 / 6 : agreedRecordAge;

    internal IReadOnlyList<string> Patterns => [.. Filters.Select(filter => filter.TryGetValue("pattern", out var pattern) ? $"{pattern}" : "")];

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(Construct scope, string id)
    {
        var check = new PropsCheck($"EtlConsumer '{id}' has invalid properties");
        StreamElsewhere.Check(check, scope, this);
        CheckFanOut(check);
        CheckCode(check);
        Function.Check(check, nameof(Function));
        check.Whole(nameof(MemoryMb), MemoryMb, LambdaLimits.MinMemoryMb, Function.MaxMemoryMb);
        check.Duration(nameof(Timeout), Timeout, LambdaLimits.MinTimeout, Function.MaxTimeout, DurationUnit.Seconds);
        CheckBatches(check);
        CheckRecordAge(check);
        CheckStart(check);
        CheckFilters(check);
        OnFailure?.Check(check, nameof(OnFailure));
        if (MaxDelay is { } delay)
            check.Duration(
                nameof(MaxDelay), delay, DataStreamProps.MinDelay, MaxRecordAge / 2, DurationUnit.Seconds, ", half of MaxRecordAge");
        Alarms.Check(check, "IteratorAge", "Delay", "Errors", "FailureQueue", "SetAside");
        check.ThrowIfAny();
        return id;
    }

    private void CheckFanOut(PropsCheck check)
    {
        if (FanOutConsumer is not { } consumer || consumer.Stream.Node.Path == Stream.Node.Path)
            return;
        var (its, given) = (consumer.Stream.StreamArn, Stream.StreamArn);
        check.Require(
            PropsCheck.IsToken(its) || PropsCheck.IsToken(given) || its == given, nameof(FanOutConsumer), $"a consumer of {its}",
            $"one of Stream, {given}");
    }

    private void CheckCode(PropsCheck check)
    {
        DotNetFunctions.CheckHandler(check, nameof(Handler), Handler);
        if (AssetDirectory is { } directory)
        {
            check.Require(Code is null, nameof(Code), "given beside AssetDirectory", "one of the two");
            FunctionFolder.Check(check, nameof(AssetDirectory), directory, Handler, Architecture);
        }
        else
        {
            check.Require(Code is not null, nameof(AssetDirectory), "not given", "the folder of the published function, or Code in its place");
        }
    }

    private void CheckBatches(PropsCheck check)
    {
        check.Whole(nameof(BatchSize), BatchSize, LambdaLimits.MinBatchSize, LambdaLimits.MaxBatchSize);
        check.Duration(nameof(BatchingWindow), BatchingWindow, TimeSpan.Zero, LambdaLimits.MaxBatchingWindow, DurationUnit.Seconds);
        check.Whole(
            nameof(ParallelizationFactor), ParallelizationFactor, LambdaLimits.MinParallelizationFactor, LambdaLimits.MaxParallelizationFactor);
        if (TumblingWindow is { } window)
        {
            check.Duration(nameof(TumblingWindow), window, LambdaLimits.MinTumblingWindow, LambdaLimits.MaxTumblingWindow, DurationUnit.Seconds);
            // A state goes from batch to batch of a shard, one after the other.
            check.Require(
                ParallelizationFactor <= 1, nameof(ParallelizationFactor), PropsCheck.Number(ParallelizationFactor),
                "1, since TumblingWindow is given: a window's state is carried through one batch of a shard at a time");
        }

        check.Whole(nameof(RetryAttempts), RetryAttempts, LambdaLimits.UnlimitedRetryAttempts, LambdaLimits.MaxRetryAttempts);
    }

    private void CheckRecordAge(PropsCheck check)
    {
        // A record that the stream no longer keeps cannot be set aside: the bound must come first.
        var (most, why) = Stream.Retention is { } kept && kept < LambdaLimits.MaxRecordAge
            ? (kept, ", what the stream keeps")
            : (LambdaLimits.MaxRecordAge, "");
        check.Duration(nameof(MaxRecordAge), MaxRecordAge, LambdaLimits.MinRecordAge, most, DurationUnit.Seconds, why);
    }

    private void CheckStart(PropsCheck check)
    {
        var atTime = StartingPosition == StartingPosition.AT_TIMESTAMP;
        check.Require(
            atTime == StartingTime is not null, nameof(StartingTime), StartingTime is { } given ? $"{given:O}" : "not given",
            atTime ? "the time at which AT_TIMESTAMP starts" : $"none, since StartingPosition is {StartingPosition}");
        check.Require(
            StartingTime is not { } time || time <= TimeProvider.System.GetUtcNow(), nameof(StartingTime), $"{StartingTime:O}",
            "a time that has been");
    }

    private void CheckFilters(PropsCheck check)
    {
        check.Require(
            Filters.Count <= LambdaLimits.MaxFilters, nameof(Filters), $"{Filters.Count} filters", $"at most {LambdaLimits.MaxFilters}");
        check.Require(Filters.Count > 0 || FilterKey is null, nameof(FilterKey), "given", "none, since there are no Filters to encrypt");
        for (var i = 0; i < Patterns.Count; i++)
            CheckPattern(check, $"{nameof(Filters)}[{i}]", Patterns[i]);
    }

    private static void CheckPattern(PropsCheck check, string property, string pattern)
    {
        if (PropsCheck.IsToken(pattern))
            return;
        var fits = pattern.Length <= LambdaLimits.MaxFilterLength;
        var json = fits ? Parsed(pattern) : null;
        check.Require(
            json is JsonObject, property, fits ? $"'{pattern}'" : $"{pattern.Length} characters long",
            $"FilterCriteria.Filter(...): a JSON object of at most {PropsCheck.Number(LambdaLimits.MaxFilterLength)} characters");
        // What the CDK's FilterRule.Null becomes in C#.
        check.Require(
            json is not JsonObject || !HasEmptyList(json), property, $"'{pattern}'",
            "no empty list, which no record fits; that a value is null is [null]");
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasEmptyList(JsonNode? json) => json switch
    {
        JsonObject values => values.Any(value => HasEmptyList(value.Value)),
        JsonArray list => list.Count == 0 || list.Any(HasEmptyList),
        _ => false,
    };
}
