using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class ScheduledEventTests
{
    [Fact]
    public void A_scheduled_event_is_read_whole()
    {
        var @event = RecordedEvent.Read<ScheduledEvent>("scheduled-event");

        Assert.Equal("0", @event.Version);
        Assert.Equal("53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", @event.Id);
        Assert.Equal("Scheduled Event", @event.DetailType);
        Assert.Equal("aws.events", @event.Source);
        Assert.Equal("123456789012", @event.Account);
        Assert.Equal("eu-central-1", @event.Region);
        Assert.Equal(new DateTime(2026, 11, 20, 11, 5, 0, DateTimeKind.Utc), @event.Time);
        Assert.Equal(DateTimeKind.Utc, @event.Time.Kind);
        Assert.Equal(["arn:aws:events:eu-central-1:123456789012:rule/clicks-scaler"], @event.Resources);
        Assert.NotNull(@event.Detail);
    }

    [Fact]
    public void The_detail_of_a_transformed_event_is_of_the_functions_own_type()
    {
        var @event = RecordedEvent.Read<CloudWatchEvent<Target>>("transformed-scheduled-event");

        Assert.Equal(new Target("clicks", 1, 32, 0.7), @event.Detail);
        Assert.Null(@event.Resources);
        Assert.Null(@event.Account);
    }

    [Fact]
    public void An_event_is_written_as_it_is_read()
    {
        var written = RecordedEvent.Write(new CloudWatchEvent<Target> { Id = "1", DetailType = "Scheduled Event" });

        Assert.Contains("\"detail-type\":\"Scheduled Event\"", written, StringComparison.Ordinal);
        Assert.Equal("Scheduled Event", RecordedEvent.Parse<CloudWatchEvent<Target>>(written).DetailType);
    }

    public sealed record Target(string StreamName, int MinShards, int MaxShards, double TargetUtilization);
}
