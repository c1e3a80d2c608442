using Shardwise.Local.Sqs;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Services;

/// <summary>What is still there after the process has ended, however it ended: nothing here is closed before the next one opens it.</summary>
public sealed class KeptStateTests : IDisposable
{
    private static readonly Dictionary<string, string> NoAttributes = [];

    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTime _clock = new();

    [Fact]
    public async Task Messages_are_in_their_queue_again_with_what_became_of_each()
    {
        var queue = Queues().Create("failed", NoAttributes);
        for (int i = 1; i <= 4; i++)
        {
            queue.Send(new SqsDraft($"message {i}"));
        }

        var received = await queue.ReceiveAsync(2, TimeSpan.FromSeconds(30), TimeSpan.Zero, _ => null, default);
        queue.Delete(received[0].Handle!);
        var again = Queues().Create("failed", NoAttributes);

        Assert.Equal((2, 1, 0), again.Counts);
        Assert.Equal(["message 2", "message 3", "message 4"], again.Peek().Select(message => message.Body));
        Assert.Equal((1, received[1].Handle), (again.Peek()[0].ReceiveCount, again.Peek()[0].Handle));
        again.Delete(received[1].Handle!);
        again.Send(new SqsDraft("message 5"));
        Assert.Equal([3, 4, 5], Queues().Create("failed", NoAttributes).Peek().Select(message => message.Number));
    }

    [Fact]
    public void A_message_that_was_being_written_when_the_process_was_killed_is_not_there_and_all_before_it_are()
    {
        var queue = Queues().Create("failed", NoAttributes);
        queue.Send(new SqsDraft("whole"));
        queue.Close(forget: false);
        File.AppendAllText(Path.Combine(_folder.Path, "failed.journal"), """{"Number":2,"Message":{"Id":"x","Bo""");

        Assert.Equal(["whole"], Queues().Create("failed", NoAttributes).Peek().Select(message => message.Body));
    }

    [Fact]
    public async Task A_dead_letter_moves_from_one_kept_queue_to_the_other()
    {
        using var queues = Queues();
        var dead = queues.Create("dead", NoAttributes);
        var queue = queues.Create("work", new Dictionary<string, string> { ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{dead.Arn}}","maxReceiveCount":"1"}""" });
        queue.Send(new SqsDraft("poison"));
        await queue.ReceiveAsync(1, TimeSpan.Zero, TimeSpan.Zero, queues.FindByArn, default);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, TimeSpan.Zero, queues.FindByArn, default));

        var after = Queues();
        Assert.Empty(after.Create("work", NoAttributes).Peek());
        Assert.Equal("poison", Assert.Single(after.Create("dead", NoAttributes).Peek()).Body);
    }

    [Fact]
    public void A_purged_and_a_deleted_queue_are_empty_afterwards()
    {
        var queues = Queues();
        foreach (string name in (string[])["purged", "deleted"])
        {
            queues.Create(name, NoAttributes).Send(new SqsDraft("x"));
        }

        queues.Find("purged")!.Purge();
        queues.Delete("deleted");

        Assert.Empty(Queues().Create("purged", NoAttributes).Peek());
        Assert.Empty(Queues().Create("deleted", NoAttributes).Peek());
    }

    [Fact]
    public async Task An_alarm_is_in_the_state_that_it_was_in()
    {
        string path = Path.Combine(_folder.Path, "alarms.json");
        await using (var alarms = new AlarmStore(new MetricStore(_clock, TimeSpan.Zero), _clock, path))
        {
            alarms.SetState("busy", AlarmState.Alarm, "too much");
        }

        await using var again = new AlarmStore(new MetricStore(_clock, TimeSpan.Zero), _clock, path);
        again.Put(new AlarmDefinition { Name = "busy", Arn = "arn", Comparison = "GreaterThanThreshold" });
        Assert.Equal(new AlarmState(AlarmState.Alarm, "too much", _clock.GetUtcNow()), again.StateOf("busy"));
    }

    public void Dispose() => _folder.Dispose();

    private SqsQueues Queues() => new("us-east-1", "000000000000", _clock, _folder.Path);
}
