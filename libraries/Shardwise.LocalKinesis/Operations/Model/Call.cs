using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>One call being carried out: who asks, for what, when, and the answer so far.</summary>
internal sealed class Call(StreamStore store, CallFaults faults, Meter meter, Operation operation, Scope scope, DateTimeOffset now)
{
    public StreamStore Store { get; } = store;

    public CallFaults Faults { get; } = faults;

    public Meter Meter { get; } = meter;

    public Operation Operation { get; } = operation;

    public Scope Scope { get; private set; } = scope;

    public DateTimeOffset Now { get; } = now;

    public Input Input { get; set; } = new();

    /// <summary>The records of a put that was read without the general parser; null where it was not.</summary>
    public PutBatch? Batch { get; set; }

    /// <summary>Where the answer goes; the protocol's start of it has been written when an operation first asks.</summary>
    public required ReplyWriter Reply { get; init; }

    /// <summary>What must have happened before the answer may leave: records that are to outlive the process are on the disk.</summary>
    public Task Durable { get; set; } = Task.CompletedTask;

    /// <summary>The stream of events that is the answer, where one is.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>The stream that the call turned out to be about.</summary>
    public KinesisStream? Stream { get; private set; }

    public string Required(string name) => Input.Text(name)!;

    /// <summary>The stream that StreamName, StreamARN or both name, in whatever state.</summary>
    /// <exception cref="Refusal">There is none, or none is named.</exception>
    public KinesisStream RequireStream()
    {
        var name = StreamName();
        return Use(Store.Find(Scope, name, Now) ?? throw Refusals.NotFound(Scope, name));
    }

    /// <summary>As <see cref="RequireStream"/>, and it must be ACTIVE.</summary>
    public KinesisStream RequireActive()
    {
        var stream = RequireStream();
        return stream.Status == StreamStatus.Active ? stream : throw Refusals.NotActive(stream);
    }

    /// <summary>The name of the stream; the scope becomes that of its ARN where one is given.</summary>
    public string StreamName()
    {
        var (name, arn) = (Input.Text("StreamName"), Input.Text("StreamARN"));
        if (arn is null)
        {
            return name ?? throw Refusals.NameOrArnNeeded();
        }

        var parsed = StreamArn.Parse(arn) ?? throw Refusals.NotAStreamArn(arn);
        if (name is not null && name != parsed.Stream)
        {
            throw Refusals.NameAndArnDiffer(name, arn);
        }

        Enter(parsed.Scope);
        return parsed.Stream;
    }

    public void Enter(Scope scope)
    {
        if (!Store.Options.OneScope)
        {
            Scope = scope;
        }
    }

    public KinesisStream Use(KinesisStream stream)
    {
        Stream = stream;
        return stream;
    }

    /// <exception cref="Refusal">The account has called too often in this second.</exception>
    public void LimitAccount(double perSecond)
    {
        if (!Store.Admit($"{Operation.Name}|{Scope.Account}|{Scope.Region}", perSecond, Now))
        {
            throw Refusals.RateExceeded($"account {Scope.Account}");
        }
    }

    /// <exception cref="Refusal">The stream was asked for too often in this second.</exception>
    public void LimitStream(KinesisStream stream, double perSecond)
    {
        if (!Store.Admit($"{Operation.Name}|{stream.Scope.Account}|{stream.Scope.Region}|{stream}", perSecond, Now))
        {
            throw Refusals.RateExceeded($"stream {stream.Name} under account {stream.Scope.Account}");
        }
    }

    /// <summary>Ends a dry run that has come as far as doing something.</summary>
    /// <exception cref="Refusal">It is one.</exception>
    public void EndDryRun(KinesisStream stream)
    {
        if (Input.Flag("DryRun") == true)
        {
            throw Store.Admit($"DryRun|{stream.Scope.Account}|{stream.Scope.Region}|{stream}", 1, Now)
                ? Refusals.DryRunSucceeded() : Refusals.DryRunRate(stream.Name);
        }
    }

    /// <summary>A shard's index from its id, as tolerant as the service: what lies between the first two hyphens, or all of it.</summary>
    public static int? ShardIndex(string id)
    {
        var parts = id.Split('-');
        var digits = parts.Length > 1 ? parts[1] : parts[0];
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) && int.TryParse(digits, CultureInfo.InvariantCulture, out var index)
            ? index : null;
    }

    /// <exception cref="Refusal">It is no shard's id.</exception>
    public int RequireShardIndex(string stream, string id) => ShardIndex(id) ?? throw Refusals.ShardNotFound(Scope, stream, id);

    public int OpenShardsInAccount() =>
        Store.In(Scope, Now).Where(stream => stream.Status != StreamStatus.Deleting).Sum(stream => stream.Routes.Shards.Length);
}
