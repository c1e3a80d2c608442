namespace Shardwise.Scaling.Tests;

public class ReshardLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 11, 4, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(5, 3, 10)]
    [InlineData(6_000, 3_000, 10_000)]
    public void One_call_reaches_from_half_rounded_up_to_double_within_the_quota(int open, int smallest, int largest)
    {
        var limits = new ReshardLimits();

        Assert.Equal(smallest, limits.SmallestTarget(open));
        Assert.Equal(largest, limits.LargestTarget(open));
    }

    [Fact]
    public void An_operation_counts_for_a_rolling_day()
    {
        ScalingOperation[] operations = [new(Now.AddHours(-24), 1, 2), new(Now.AddHours(-24).AddMinutes(1), 2, 4), new(Now, 4, 8)];

        Assert.Equal(8, new ReshardLimits().OperationsLeft(operations, Now));
    }

    [Fact]
    public void A_budget_that_is_overspent_by_others_leaves_none()
    {
        var operations = Enumerable.Range(0, 12).Select(i => new ScalingOperation(Now.AddHours(-i), 1, 2));

        Assert.Equal(0, new ReshardLimits().OperationsLeft(operations, Now));
    }
}
