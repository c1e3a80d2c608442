using System.Text.RegularExpressions;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Records become objects of a bucket.</summary>
public sealed partial record ChannelBucket : ChannelDestination
{
    private const int MaxTemplateLength = 1024;

    /// <summary>The bucket, in the region of the stream.</summary>
    /// <value>One of another account needs a bucket policy there that lets the channel's role in.</value>
    public required IBucket Bucket { get; init; }

    /// <summary>The account that must own the bucket: nothing is delivered to another's.</summary>
    /// <value>
    /// Twelve digits. The default is the bucket's account as the CDK knows it, which is the stack's for a bucket that is imported by name.
    /// </value>
    public string? ExpectedBucketOwner { get; init; }

    /// <summary>The storage class of the objects.</summary>
    /// <value>The default is the service's own, <see cref="ChannelStorageClass.Standard"/>.</value>
    public ChannelStorageClass? StorageClass { get; init; }

    /// <summary>What the objects' keys look like.</summary>
    /// <value>
    /// At most 1,024 of <c>a-z A-Z 0-9 ! - _ ' . * ( ) / =</c> with <c>!{stream-name} !{channel-name} !{channel-id} !{yyyy} !{yy} !{MM} !{dd} !{HH}
    /// !{mm}</c>, and <c>!{extension}</c> or <c>!{extension:.json.gz}</c> at its end, which <see cref="Compression"/> asks for. The service adds
    /// what makes a key unique. The default is the service's own.
    /// </value>
    /// <remarks>Source: "S3 output key template for Amazon S3 delivery" in the developer guide.</remarks>
    public string? KeyTemplate { get; init; }

    /// <summary>How the objects are compressed.</summary>
    /// <value>The default is <see cref="ChannelCompression.Gzip"/>.</value>
    public ChannelCompression Compression { get; init; } = ConstructDefaults.Current.ChannelBucketCompression;

    internal override string Property => "S3DestinationConfiguration";

    internal override ChannelMetrics Metrics { get; } = new("DeliveryToS3", "Record");

    internal override void Check(PropsCheck check, StreamChannelProps props)
    {
        check.Require(
            Compression is ChannelCompression.None or ChannelCompression.Gzip or ChannelCompression.Zstd,
            $"{nameof(StreamChannelProps.Destination)}.{nameof(Compression)}", $"{Compression}", "None, Gzip or Zstd");
        check.Require(
            props.Format != ChannelFormat.GlueJson, nameof(StreamChannelProps.Format), $"{props.Format}", "Json, Text or Bytes, for a bucket");
        CheckOwner(check, $"{nameof(StreamChannelProps.Destination)}.{nameof(ExpectedBucketOwner)}", ExpectedBucketOwner);
        CheckDeadLetters(check);
        if (KeyTemplate is { } template && !PropsCheck.IsToken(template))
            CheckTemplate(check, template);
    }

    internal override Dictionary<string, object> Render(ChannelRole role, IKey? key)
    {
        role.AllowBucket(Bucket, key);
        var storage = new Dictionary<string, object>
        {
            ["BucketARN"] = Bucket.BucketArn,
            ["ExpectedBucketOwner"] = ExpectedBucketOwner ?? Bucket.Account(),
            ["CompressionType"] = Compression.ToString().ToUpperInvariant(),
        };
        if (KeyTemplate is { } template)
            storage["OutputKeyTemplate"] = template;
        if (StorageClass is { } storageClass)
            storage["StorageClass"] = ClassName(storageClass);
        var rendered = new Dictionary<string, object> { ["StorageConfiguration"] = storage };
        RenderDeadLetters(rendered, role);
        return rendered;
    }

    private static string ClassName(ChannelStorageClass storageClass) => storageClass switch
    {
        ChannelStorageClass.IntelligentTiering => "INTELLIGENT_TIERING",
        ChannelStorageClass.GlacierInstantRetrieval => "GLACIER_IR",
        _ => "STANDARD",
    };

    private void CheckTemplate(PropsCheck check, string template)
    {
        const string property = $"{nameof(StreamChannelProps.Destination)}.{nameof(KeyTemplate)}";
        var path = Placeholder().Replace(template, "x");
        check.Require(
            template.Length is > 0 and <= MaxTemplateLength && Template().IsMatch(template), property, $"'{template}'",
            "at most 1,024 of a-z A-Z 0-9 ! - _ ' . * ( ) / = and placeholders that the service knows, an extension only at the end");
        check.Require(
            !path.StartsWith('/') && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal)
                && !path.Split('/').Contains("."),
            property, $"'{template}'", "no / at its beginning, no two of them together, and no . or .. as a folder");
        check.Require(
            Compression == ChannelCompression.None || template.Contains("!{extension", StringComparison.Ordinal), property, $"'{template}'",
            "!{extension} or !{extension:.abc} at its end, since Compression is on");
    }

    [GeneratedRegex(
        @"^([0-9A-Za-z!\-_'.*()/=]|!\{(channel-name|channel-id|stream-name|yyyy|yy|MM|dd|HH|mm)\})+(!\{extension(:\.[a-z.]+)?\})?$")]
    private static partial Regex Template();

    [GeneratedRegex(@"!\{[^}]*\}")]
    private static partial Regex Placeholder();
}
