using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>
/// Which streams of an app have a scaler already. Two scalers would undo each other's reshards and spend the stream's calls of a day twice as fast.
/// </summary>
internal sealed class ScaledStreams
{
    // A stage is deployed to an account and region of its own, so that what has one name in two of them is not the same.
    private static readonly ConditionalWeakTable<object, ScaledStreams> Known = [];

    private readonly List<(IStream Stream, Place? Place, string Scaler)> watched = [];

    private ScaledStreams()
    {
    }

    /// <summary>Those of the app, or of the stage, that a construct is in.</summary>
    public static ScaledStreams Of(ShardAutoscaler scaler) => Known.GetValue((object?)Stage.Of(scaler) ?? scaler.Node.Root, _ => new ScaledStreams());

    /// <summary>The path of the scaler that watches a stream; <see langword="null"/> where none does.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">Its name, as it was given.</param>
    public string? WatcherOf(IStream stream, string name)
    {
        var place = Place.Of(stream, name);
        return watched.Find(each => ReferenceEquals(each.Stream, stream) || (place is not null && place.IsOne(each.Place))).Scaler;
    }

    /// <summary>Notes that a scaler watches a stream.</summary>
    public void Add(IStream stream, string name, string scaler) => watched.Add((stream, Place.Of(stream, name), scaler));

    /// <summary>A stream's account, region and name, as far as they are known before it is deployed.</summary>
    private sealed record Place(string Account, string Region, string Name, bool IsMade)
    {
        public static Place? Of(IStream stream, string name)
        {
            // Of one that is made in the app the CDK gives a token for a name, but its resource knows the one that it was given.
            var made = stream.Node.DefaultChild as CfnStream;
            name = made?.Name ?? name;
            return PropsCheck.IsToken(name) ? null : new Place(Literal(stream.Account()), Literal(stream.Region()), name, made is not null);
        }

        // Two stacks that make a stream of one name are for two accounts or regions: they could not be deployed side by side.
        public bool IsOne(Place? other) =>
            other is not null && (Account, Region, Name) == (other.Account, other.Region, other.Name) && !(IsMade && other.IsMade);

        // What is left open is whichever account and region the app is deployed to.
        private static string Literal(string value) => PropsCheck.IsToken(value) ? "" : value;
    }
}
