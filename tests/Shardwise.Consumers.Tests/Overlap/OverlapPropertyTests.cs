using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Shardwise.Consumers.Tests.Overlap;

/// <summary>
/// Lambda Managed Instances hand one process many events at once. Whatever the interleaving, each record that an invocation answers as done is
/// written, once, and by that invocation.
/// </summary>
public class OverlapPropertyTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => [.. Subject.Kinds];

    public static TheoryData<string, int> KindsAndParallelism
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var kind in Subject.Kinds)
            {
                rows.Add(kind, 1);
                rows.Add(kind, 4);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Invocations_that_overlap_in_any_order_lose_nothing(string kind)
    {
        var (invocations, records) = (0, 0);
        Prop.ForAll(
            (from sizes in Gen.Choose(1, 7).NonEmptyListOf() from luck in Gen.Choose(0, 1000).ListOf(50) select (Sizes: sizes.Take(6).ToArray(), Luck: luck.ToArray()))
            .ToArbitrary(),
            scenario =>
            {
                var subject = Subject.Of(kind, parallelism: 1);
                var batches = scenario.Sizes.Select((size, number) => Enumerable.Range(100 * number, size).ToList()).ToList();
                new Turns(scenario.Luck).Run([.. batches.Select(batch => (Func<Task>)(() => subject.InvokeAsync(batch)))]);
                Assert.Equal(batches.SelectMany(batch => batch), subject.Written.Order());
                invocations += batches.Count;
                records += batches.Sum(batch => batch.Count);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        output.WriteLine($"{kind}: {records:N0} records in {invocations:N0} overlapping invocations, 0 lost, 0 written twice");
    }

    [Theory]
    [MemberData(nameof(KindsAndParallelism))]
    public async Task Eight_invocations_at_once_lose_nothing_of_40_000_records(string kind, int parallelism)
    {
        const int Records = 40_000;
        var subject = Subject.Of(kind, parallelism);
        var batches = new System.Collections.Concurrent.ConcurrentQueue<int[]>(Enumerable.Range(0, Records).Chunk(100));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (batches.TryDequeue(out var batch))
            {
                await subject.InvokeAsync(batch);
            }
        })));

        var lost = Enumerable.Range(0, Records).Except(subject.Written).Count();
        output.WriteLine($"{kind}, parallelism {parallelism}: {Records:N0} answered as done, {lost} lost, {subject.Written.Count - Records + lost} written twice");
        Assert.Equal(Enumerable.Range(0, Records), subject.Written.Order());
    }
}
