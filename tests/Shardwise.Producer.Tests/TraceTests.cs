using System.Diagnostics;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

public sealed class TraceTests
{
    [Fact]
    public async Task Each_call_is_an_activity_with_no_parent_that_tells_what_it_carried_and_what_was_refused()
    {
        using var kinesis = new FakeKinesis(shards: 1);
        int calls = 0;
        kinesis.Refuse = _ => ++calls == 1 ? Load.Throttled : null;
        string stream = "traced-" + Guid.NewGuid();
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KinesisProducer.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (ended)
                {
                    ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("a request").Start();
        await using (var producer = new KinesisProducer(kinesis, stream, Load.Quick with { RecordMaxBufferedTime = TimeSpan.FromMinutes(1) }))
        {
            var added = Load.AddAll(producer, 0, 20);
            await producer.FlushAsync();
            await Task.WhenAll(added);
        }

        var own = ended.Where(activity => stream.Equals(activity.GetTagItem("aws.kinesis.stream_name"))).ToList();
        Assert.Equal(2, own.Count);
        Assert.All(own, activity =>
        {
            Assert.Equal($"send {stream}", activity.DisplayName);
            Assert.Equal(ActivityKind.Producer, activity.Kind);
            Assert.Null(activity.ParentId);
            Assert.Equal(1, activity.GetTagItem("messaging.batch.message_count"));
            Assert.Equal(20, activity.GetTagItem("shardwise.user_records"));
        });
        Assert.Equal([1, 0], own.Select(activity => activity.GetTagItem("shardwise.refused")));
        Assert.Equal([Load.Throttled, null], own.Select(activity => activity.GetTagItem("error.type")));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], own.Select(activity => activity.Status));
    }
}
