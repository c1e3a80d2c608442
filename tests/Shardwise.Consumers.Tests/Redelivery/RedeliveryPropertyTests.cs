using FsCheck;
using FsCheck.Fluent;

namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>
/// The contract of a consumer that makes each record safe as it is processed, under kills at any point, bisects, partial answers, retries and a
/// reshard: each user record at least once, in order within its key, the poison ones exactly once in the dead letters, and again only for cause.
/// </summary>
public class RedeliveryPropertyTests
{
    private static readonly Arbitrary<Scenario> Scenarios = (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from records in Gen.Choose(1, 14)
        from kills in Gen.Choose(0, 6)
        from bisect in Gen.Elements(true, false)
        from remembers in Gen.Elements(true, false)
        from parallelism in Gen.Elements(1, 4)
        select new Scenario(seed, records, kills, bisect, remembers, parallelism)).ToArbitrary();

    [Fact]
    public void Each_record_is_processed_in_order_within_its_key_or_set_aside_once_and_again_only_for_cause() =>
        Prop.ForAll(Scenarios, scenario => CheckAsync(scenario).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static async Task CheckAsync(Scenario scenario)
    {
        var world = new World(scenario);
        await world.DrainAsync();

        var processed = world.Processed;
        Assert.Equal(world.Good.Order(), processed.Select(entry => entry.Record).Distinct().Order());
        Assert.Equal(world.SetAside.Order(), world.DeadLetters.Order());
        AssertOrderedWithinKeys(processed);
        AssertRepeatedOnlyForCause(scenario, processed);
    }

    private static void AssertOrderedWithinKeys(IReadOnlyList<Processing> processed)
    {
        var first = processed.DistinctBy(entry => entry.Record);
        foreach (var key in first.GroupBy(entry => entry.Record.Key))
        {
            var numbers = key.Select(entry => entry.Record.Number).ToList();
            Assert.True(numbers.Order().SequenceEqual(numbers), $"Out of order: {string.Join(", ", processed.Where(entry => entry.Record.Key == key.Key))}");
        }
    }

    /// <summary>With a store that remembers: only after a kill. Without one: after any invocation that did not end well.</summary>
    private static void AssertRepeatedOnlyForCause(Scenario scenario, IReadOnlyList<Processing> processed)
    {
        foreach (var repeats in processed.GroupBy(entry => entry.Record))
        {
            foreach (var (before, after) in repeats.Zip(repeats.Skip(1)))
            {
                Assert.True(
                    scenario.Remembers ? after.KillsBefore > before.KillsBefore : after.FailuresBefore > before.FailuresBefore,
                    $"{before.Record} was processed again without cause.");
            }
        }
    }
}
