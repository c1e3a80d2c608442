using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Records become objects of a bucket.</summary>
public sealed record ChannelBucket : ChannelDestination
{
    /// <summary>The bucket, in the region of the stream.</summary>
    public required IBucket Bucket { get; init; }

    /// <summary>What the objects' keys look like.</summary>
    /// <value>
    /// A template with <c>!{stream-name} !{channel-name} !{yyyy} !{MM} !{dd} !{HH} !{mm} !{extension}</c>. The default is the service's own.
    /// </value>
    public string? KeyTemplate { get; init; }

    /// <summary>How the objects are compressed.</summary>
    /// <value>The default is <see cref="ChannelCompression.Gzip"/>.</value>
    public ChannelCompression Compression { get; init; } = ConstructDefaults.Current.ChannelBucketCompression;

    internal override string Property => "S3DestinationConfiguration";

    internal override void Check(PropsCheck check, StreamChannelProps props) => check.Require(
        Compression is ChannelCompression.None or ChannelCompression.Gzip or ChannelCompression.Zstd,
        $"{nameof(StreamChannelProps.Destination)}.{nameof(Compression)}", $"{Compression}", "None, Gzip or Zstd");

    internal override Dictionary<string, object> Render(ChannelRole role, string account)
    {
        role.AllowBucket(Bucket);
        var storage = new Dictionary<string, object>
        {
            ["BucketARN"] = Bucket.BucketArn,
            ["ExpectedBucketOwner"] = account,
            ["CompressionType"] = Compression.ToString().ToUpperInvariant(),
        };
        if (KeyTemplate is { } template)
            storage["OutputKeyTemplate"] = template;
        var rendered = new Dictionary<string, object> { ["StorageConfiguration"] = storage };
        RenderDeadLetters(rendered, role, account);
        return rendered;
    }
}
