using System.Globalization;
using System.Text;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Defaults;

[Collection(CdkFixture.Name)]
public sealed class ConstructDefaultsTests
{
    // Once released, a value in here never changes: it would change what is deployed by an upgrade alone. A new value is a new version.
    [Fact]
    public void The_first_version_is_locked()
    {
        var values = new StringBuilder();
        foreach (var property in typeof(ConstructDefaults).GetProperties().Where(property => property.GetMethod is { IsStatic: false }).OrderBy(property => property.Name, StringComparer.Ordinal))
            values.Append(CultureInfo.InvariantCulture, $"{property.Name} = {property.GetValue(ConstructDefaults.V1)}\n");

        values.ToString().ShouldMatchApproved(options => options.SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void Until_another_is_chosen_the_first_version_is_in_use() => ConstructDefaults.Current.ShouldBeSameAs(ConstructDefaults.V1);

    [Fact]
    public void Defaults_of_your_own_are_taken_by_what_is_made_after()
    {
        ConstructDefaults.Use(new Ours());
        try
        {
            new DataStreamProps().Retention.ShouldBe(TimeSpan.FromHours(48));
            new EtlConsumerProps { Stream = null!, Handler = "" }.RetryAttempts.ShouldBe(3);
            new ShardScaling { MaxShards = 4 }.Headroom.ShouldBe(0.1);
        }
        finally
        {
            ConstructDefaults.Use(ConstructDefaults.V1);
        }

        new DataStreamProps().Retention.ShouldBe(TimeSpan.FromHours(168));
    }

    private sealed class Ours : ConstructDefaultsV1
    {
        public override TimeSpan StreamRetention => TimeSpan.FromHours(48);

        public override double ConsumerRetryAttempts => 3;
    }
}
