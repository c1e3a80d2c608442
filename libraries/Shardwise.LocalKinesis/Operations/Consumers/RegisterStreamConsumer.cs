using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Registers a consumer with enhanced fan-out; it is CREATING first.</summary>
internal static class RegisterStreamConsumer
{
    public static readonly Operation Operation = new(
        "RegisterStreamConsumer",
        [Members.StreamArn.Required(), Members.ConsumerName.Required(), Members.Tags, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var name = call.Required("ConsumerName");
        var tags = call.Input.Map("Tags");
        TagRules.CheckCharacters(tags);
        var stream = call.RequireStream();
        lock (stream.Gate)
        {
            Check(call, stream, name);
            var consumer = new Consumer
            {
                Name = name,
                Arn = string.Create(CultureInfo.InvariantCulture, $"{stream.Arn}/consumer/{name}:{call.Now.ToUnixTimeSeconds()}"),
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(call.Now.ToUnixTimeSeconds()),
                Status = StreamStatus.Creating,
                Due = call.Now + call.Store.Options.StateChangeDuration,
                Tags = new(tags, StringComparer.Ordinal),
            };
            stream.Consumers.Add(consumer);
            stream.Schedule(call.Store.Options.StateChangeDuration, call.Now);
            call.Store.Save(stream);
            call.Reply.StartObject();
            call.Reply.Name("Consumer"u8);
            Answers.Consumer(call.Reply, consumer);
            call.Reply.EndObject();
        }
    }

    // The quotas page: 20 consumers a stream, five of them being made at once.
    private static void Check(Call call, KinesisStream stream, string name)
    {
        if (stream.Status is StreamStatus.Creating or StreamStatus.Deleting)
        {
            throw Refusals.NotActive(stream);
        }

        if (stream.Consumers.Exists(consumer => consumer.Name == name))
        {
            throw Refusals.ConsumerExists(stream, name);
        }

        var limit = call.Store.Settings.GetValueOrDefault(stream.Scope) is { IsEnabled: true } ? 50 : 20;
        if (stream.Consumers.Count >= limit)
        {
            throw Refusals.TooManyConsumers(stream, limit);
        }

        if (call.Store.Options.EnforceLimits && stream.Consumers.Count(consumer => consumer.Status == StreamStatus.Creating) >= 5)
        {
            throw Refusals.RateExceeded($"stream {stream.Name} under account {stream.Scope.Account}: 5 consumers are in state CREATING");
        }
    }
}
