using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <content>Streams that are there already.</content>
public sealed partial class DataStream
{
    /// <summary>A stream that is there already, by its ARN, which may be of another account or region.</summary>
    /// <param name="scope">Where it is used.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="streamArn"><c>arn:aws:kinesis:REGION:ACCOUNT:stream/NAME</c>.</param>
    /// <returns>
    /// The stream. Of its key, mode and retention nothing is known: <see cref="FromStreamAttributes"/> says them, and makes alarms.
    /// </returns>
    /// <exception cref="InvalidPropsException">It is no stream's ARN.</exception>
    public static IDataStream FromStreamArn(Construct scope, string id, string streamArn) =>
        FromStreamAttributes(scope, id, new DataStreamAttributes { StreamArn = streamArn });

    /// <summary>A stream that is there already in the stack's own account and region, by its name.</summary>
    /// <param name="scope">Where it is used.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="streamName">Its name.</param>
    /// <returns>
    /// The stream. Of its key, mode and retention nothing is known: <see cref="FromStreamAttributes"/> says them, and makes alarms.
    /// </returns>
    /// <exception cref="InvalidPropsException">It is no stream's name.</exception>
    public static IDataStream FromStreamName(Construct scope, string id, string streamName) =>
        FromStreamAttributes(scope, id, new DataStreamAttributes { StreamName = streamName });

    /// <summary>A stream that is there already, with what is known of it, and alarms for it where they are asked for.</summary>
    /// <param name="scope">Where it is used.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="attributes">What is known of it.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// It is not named, or named twice, or what is said of it cannot be. The message names all of it.
    /// </exception>
    public static IDataStream FromStreamAttributes(Construct scope, string id, DataStreamAttributes attributes) =>
        new ImportedDataStream(scope, id, attributes);

    /// <summary>A stream that the CDK made or imported, as it is.</summary>
    /// <param name="stream">The stream. One that is within a <see cref="DataStream"/> gives that.</param>
    /// <returns>The stream, asked for again: the same.</returns>
    /// <remarks>Alarms, and what the CDK does not know of an imported stream, are <see cref="DataStreamAttributes.Stream"/>'s.</remarks>
    public static IDataStream FromStream(IStream stream)
    {
        if (stream.Node.Scope is IDataStream known)
            return known;
        var stack = Stack.Of(stream);
        var id = $"{string.Join('-', stream.Node.Path.Split('/').Skip(stack.Node.Path.Split('/').Length))}-DataStream";
        return stack.Node.TryFindChild(id) as IDataStream
            ?? FromStreamAttributes(stack, id, new DataStreamAttributes { Stream = stream });
    }
}
