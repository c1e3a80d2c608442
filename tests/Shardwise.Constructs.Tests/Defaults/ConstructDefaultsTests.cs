using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Defaults;

[Collection(CdkFixture.Name)]
public sealed class ConstructDefaultsTests(CdkFixture cdk)
{
    // What a property holds before anything is set, and is yet no default of a template.
    private static readonly Dictionary<string, string> NoDefaults = new()
    {
        [$"{nameof(FirehoseStreamProps)}.{nameof(FirehoseStreamProps.Source)}"] = "no source is what putting to the delivery stream itself means",
        [$"{nameof(FlinkApplicationProps)}.{nameof(FlinkApplicationProps.KpuQuota)}"] = "it is checked against, and stands in no template",
        [$"{nameof(IcebergDestination)}.{nameof(IcebergDestination.BackupMode)}"] = "the service takes no other",
        [$"{nameof(DatabaseSource)}.{nameof(DatabaseSource.Ssl)}"] = "nobody's default is a connection that others can read",
        [$"{nameof(ShardAutoscalerProps)}.{nameof(ShardAutoscalerProps.Fleet)}"] = "it is another way to run, which an app asks for",
        [$"{nameof(ShardScaling)}.{nameof(ShardScaling.WarmThroughput)}"] = "it goes with the mode of one stream, which no default knows",
        [$"{nameof(AlarmTuning)}.{nameof(AlarmTuning.Enabled)}"] = "a tuning that says nothing tunes nothing",
    };

    private static IEnumerable<PropertyInfo> Provided =>
        typeof(ConstructDefaults).GetProperties().Where(property => property.GetMethod is { IsStatic: false })
            .OrderBy(property => property.Name, StringComparer.Ordinal);

    // Once released, a value in here never changes: it would change what is deployed by an upgrade alone. A new value is a new version.
    [Fact]
    public void The_first_version_is_locked()
    {
        var values = new StringBuilder();
        foreach (var property in Provided)
            values.Append(CultureInfo.InvariantCulture, $"{property.Name} = {property.GetValue(ConstructDefaults.V1)}\n");

        values.ToString().ShouldMatchApproved(options => options.SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void Until_another_is_chosen_the_first_version_is_in_use() => ConstructDefaults.Current.ShouldBeSameAs(ConstructDefaults.V1);

    // A property with a value of its own, in whatever construct, shows here: it stays what it was when all of the provider changes.
    [Fact]
    public void Every_default_of_every_construct_is_in_the_provider()
    {
        var locked = InitialValues();
        var changed = With(new ChangedDefaults(), InitialValues);

        locked.Count.ShouldBeGreaterThan(120);
        locked.Where(value => Equals(value.Value, changed[value.Key])).Select(value => value.Key).ShouldBe(NoDefaults.Keys, ignoreOrder: true);
    }

    // Places.txt names the place in a template that holds nothing but defaults where each value of the provider stands.
    [Fact]
    public void Each_value_of_the_provider_reaches_its_place_in_a_template()
    {
        var places = File.ReadAllLines(Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "Defaults", "Places.txt"))
            .Select(line => line.Split(" = ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        var published = cdk.Published("Clean");

        // Without dashboards, and without the alarms, of which there are more than of all else together: they are for the test below.
        var before = With(new ChangedDefaults(nameof(ConstructDefaults.AlarmsEnabled)), () => Template(published));
        var differences = TemplateDifference.Between(before, With(new ChangedDefaults(), () => Template(published))).ToHashSet();

        string[] ofAlarms =
        [
            nameof(ConstructDefaults.AlarmsEnabled), nameof(ConstructDefaults.FlinkMaxDelay), nameof(ConstructDefaults.QueueMaxBacklog),
            nameof(ConstructDefaults.StreamMaxDelay), nameof(ConstructDefaults.ScalerFailedMinutes), nameof(ConstructDefaults.ScalerMarksReshards),
        ];
        places.Keys.Concat(ofAlarms).ShouldBe(Provided.Select(property => property.Name), ignoreOrder: true);
        places.Where(place => !differences.Contains(place.Value)).Select(place => $"{place.Key}: not found: {place.Value}; there is: "
            + string.Join(", ", differences.Where(difference => difference.StartsWith(place.Value.Split(": ")[0], StringComparison.Ordinal))))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Alarms_are_turned_off_for_a_whole_app_by_the_provider()
    {
        var stack = cdk.NewStack();

        With(new ChangedDefaults(nameof(ConstructDefaults.AlarmsEnabled)), () => new DataStream(stack, "Clicks"));

        CdkFixture.Synthesize(stack).Resources("AWS::CloudWatch::Alarm").ShouldBeEmpty();
    }

    [Fact]
    public void Delays_that_are_allowed_reach_the_alarms()
    {
        var stack = cdk.NewStack();
        ConstructDefaults changed = new ChangedDefaults();

        With(new ChangedDefaults(nameof(changed.StreamMaxDelay)), () => new DataStream(stack, "Clicks"));
        With(new ChangedDefaults(nameof(changed.FlinkMaxDelay)), () =>
        {
            var parts = new Flink.FlinkParts(stack);
            return new FlinkApplication(stack, "Pages", parts.Props with { Sources = [parts.Stream("clicks")] });
        });

        var thresholds = CdkFixture.Synthesize(stack).Resources("AWS::CloudWatch::Alarm")
            .Where(alarm => alarm.Key.Contains("DelayAlarm", StringComparison.Ordinal))
            .Select(alarm => alarm.Value["Properties"]!["Threshold"]!.GetValue<double>());
        thresholds.ShouldBe([changed.StreamMaxDelay.TotalMilliseconds, changed.FlinkMaxDelay.TotalMilliseconds]);
    }

    [Fact]
    public void The_backlog_that_is_allowed_reaches_the_alarm()
    {
        var stack = cdk.NewStack();
        ConstructDefaults changed = new ChangedDefaults();

        With(new ChangedDefaults(nameof(changed.QueueMaxBacklog)), () => new StreamQueue(stack, "Orders", new StreamQueueProps
        {
            Stream = DataStream.FromStreamName(stack, "Clicks", "clicks"),
        }));

        CdkFixture.Synthesize(stack).Alarm("VisibleQueueRecords")["Threshold"]!.GetValue<double>().ShouldBe(changed.QueueMaxBacklog);
    }

    [Fact]
    public void Defaults_of_your_own_are_taken_by_what_is_made_after()
    {
        With(new Ours(), () =>
        {
            new DataStreamProps().Retention.ShouldBe(TimeSpan.FromHours(48));
            new EtlConsumerProps { Stream = null!, Handler = "" }.RetryAttempts.ShouldBe(3);
            new ShardScaling { MaxShards = 4 }.Headroom.ShouldBe(0.1);
            return true;
        });

        new DataStreamProps().Retention.ShouldBe(TimeSpan.FromHours(168));
    }

    [Fact]
    public void A_key_that_is_given_is_taken_where_the_default_is_to_make_one()
    {
        var stack = cdk.NewStack();
        var key = new Delivery.DeliveryParts(stack).Key;

        With(
            new ChangedDefaults(nameof(ConstructDefaults.StreamCustomerManagedKey)),
            () => new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = key }));

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::KMS::Key").ShouldBeEmpty();
        template.OnlyProperties("AWS::Kinesis::Stream")["StreamEncryption"]!["KeyId"]!.ToString().ShouldBe(key.KeyArn);
    }

    private static T With<T>(ConstructDefaults defaults, Func<T> make)
    {
        using (new Under(defaults))
            return make();
    }

    private JsonNode Template(string published)
    {
        var stack = cdk.NewStack();
        EveryConstruct.In(stack, published);
        return JsonNode.Parse(CdkFixture.Synthesize(stack).Snapshot())!;
    }

    // What each property of each record of the package holds that is just made, unless it must be set or holds nothing.
    private static Dictionary<string, object> InitialValues()
    {
        var values = new Dictionary<string, object>();
        foreach (var type in typeof(ConstructDefaults).Assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            if (Made(type) is not { } made)
                continue;
            foreach (var property in type.GetProperties().Where(property => IsInit(property) && !property.IsDefined(typeof(RequiredMemberAttribute))))
                if (property.GetValue(made) is { } value && value is not ICollection { Count: 0 } && !Positional(type, property))
                    values.Add($"{type.Name}.{property.Name}", value);
        }

        return values;
    }

    private static object? Made(Type type) =>
        type.GetConstructors().Where(made => type.GetProperties().Any(IsInit)).MinBy(made => made.GetParameters().Length) is { } constructor
            ? constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(string) ? "" : (object?)null)])
            : null;

    private static bool Positional(Type type, PropertyInfo property) =>
        type.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.Name == property.Name));

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } set && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private sealed class Ours : ConstructDefaultsV1
    {
        public override TimeSpan StreamRetention => TimeSpan.FromHours(48);

        public override double ConsumerRetryAttempts => 3;
    }
}
