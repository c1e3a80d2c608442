using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

[Collection(CdkFixture.Name)]
public sealed class StreamChannelTests(CdkFixture cdk)
{
    private const string Characters =
        "at most 1,024 of a-z A-Z 0-9 ! - _ ' . * ( ) / = and placeholders that the service knows, an extension only at the end";

    private const string TableBucket = "arn:aws:s3tables:eu-west-1:111122223333:bucket/lake";

    [Fact]
    public void A_channel_to_a_bucket_looks_as_approved() => Synthesize(stack => new ChannelBucket
    {
        Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake"),
        KeyTemplate = "clicks/!{yyyy}/!{MM}/!{dd}/!{HH}/clicks!{extension}",
        DeadLetterBucket = Bucket.FromBucketName(stack, "Failed", "example-failed"),
    }).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_channel_to_a_table_looks_as_approved() => Synthesize(
        stack => new ChannelTable
        {
            TableBucketArn = TableBucket,
            Namespace = "web",
            Table = "clicks",
            PartitionByHourOf = "at",
            DeadLetterBucket = Bucket.FromBucketName(stack, "Failed", "example-failed"),
        },
        props => props with
        {
            SchemaArn = "arn:aws:glue:eu-west-1:111122223333:schema/web/clicks",
            Freshness = TimeSpan.FromMinutes(15),
            ChannelName = "clicks",
        })
        .Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void Only_channels_of_the_account_may_take_its_role()
    {
        var trust = Synthesize(stack => new ChannelBucket { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") })
            .OnlyProperties("AWS::IAM::Role")["AssumeRolePolicyDocument"]!["Statement"]![0]!;

        trust["Principal"]!["Service"]!.ToString().ShouldBe("kinesis.amazonaws.com");
        SynthesizedTemplate.Plain(trust["Condition"]!["StringEquals"]!["aws:SourceAccount"]!).ShouldBe("{AWS::AccountId}");
        SynthesizedTemplate.Plain(trust["Condition"]!["ArnLike"]!["aws:SourceArn"]!)
            .ShouldBe("arn:{AWS::Partition}:kinesis:{AWS::Region}:{AWS::AccountId}:channel/*");
    }

    [Fact]
    public void The_role_writes_to_the_bucket_and_deletes_nothing() =>
        Synthesize(stack => new ChannelBucket { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") }).Allowed()
            .Where(line => line.Contains(" s3:", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ShouldBe(
                ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject"],
                ignoreOrder: true);

    [Fact]
    public void What_the_service_would_refuse_is_refused_in_one_message()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");

        Should.Throw<InvalidPropsException>(() => new StreamChannel(stack, "Channel", new StreamChannelProps
        {
            Stream = stream,
            Destination = new ChannelTable { TableBucketArn = "lake", Namespace = "web", Table = "clicks", Compression = ChannelCompression.Gzip },
            ChannelName = "my channel",
            Freshness = TimeSpan.FromSeconds(299),
        })).Message.ShouldBe(
            """
            StreamChannel 'Channel' has invalid properties:
              The stream's Mode is PROVISIONED; allowed: ON_DEMAND, since channels read no other.
              The stream's key is alias/aws/kinesis; allowed: a key of your own (CustomerManagedKey or EncryptionKey), since channels cannot use the AWS-managed one.
              ChannelName is 'my channel'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
              Freshness is 299 s; allowed: whole seconds, from 300 s to 900 s.
              Destination.Compression is Gzip; allowed: None, Zstd or Snappy.
              Destination.TableBucketArn is 'lake'; allowed: the ARN of an S3 table bucket.
              Destination.DeadLetterBucket is not given; allowed: a bucket, since a table takes only what fits its schema.
              Format is Json without SchemaArn; allowed: GlueJson, or Json with SchemaArn, for a table.
            """);
    }

    // The examples of the guide, with why it takes them and why not.
    [Theory]
    [InlineData("!{channel-name}/!{yyyy}/!{MM}/!{dd}/!{HH}/records!{extension}")]
    [InlineData("data/stream=!{stream-name}/!{yyyy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.json}")]
    public void A_template_of_keys_that_the_service_takes_is_taken(string template) =>
        Should.NotThrow(() => Synthesize(stack => Lake(stack) with { KeyTemplate = template }));

    [Theory]
    [InlineData("/data/!{channel-name}!{extension}", "no / at its beginning, no two of them together, and no . or .. as a folder")]
    [InlineData("data/../!{channel-name}!{extension}", "no / at its beginning, no two of them together, and no . or .. as a folder")]
    [InlineData("data//!{channel-name}!{extension}", "no / at its beginning, no two of them together, and no . or .. as a folder")]
    [InlineData("!{channel-name}!{extension}/!{yyyy}", Characters)]
    [InlineData("data/!{partition-id}!{extension}", Characters)]
    [InlineData("data/!{channel-name/!{yyyy}!{extension}", Characters)]
    [InlineData("data/!{channel-name}", "!{extension} or !{extension:.abc} at its end, since Compression is on")]
    public void A_template_of_keys_that_the_service_refuses_is_refused(string template, string allowed) =>
        Should.Throw<InvalidPropsException>(() => Synthesize(stack => Lake(stack) with { KeyTemplate = template })).Message.ShouldBe(
            $"StreamChannel 'Channel' has invalid properties:\n  Destination.KeyTemplate is '{template}'; allowed: {allowed}.");

    [Fact]
    public void Without_compression_a_template_needs_no_extension() =>
        Should.NotThrow(() => Synthesize(
            stack => Lake(stack) with { KeyTemplate = "!{channel-name}/!{channel-id}", Compression = ChannelCompression.None }));

    // The service reads the stream by itself, and the caller's own permission to make the channel is what it asks for.
    [Fact]
    public void The_role_may_not_call_Kinesis() =>
        Synthesize(Lake).Allowed().ShouldNotContain(line => line.Contains(" kinesis:", StringComparison.Ordinal));

    [Fact]
    public void A_table_with_a_key_of_its_own_may_be_made_with_it_and_no_other_may()
    {
        Actions(key: true).ShouldContain("s3tables:PutTableEncryption");
        Actions(key: false).ShouldNotContain("s3tables:PutTableEncryption");

        List<string> Actions(bool key) => [.. Synthesize(
            stack => new ChannelTable
            {
                TableBucketArn = TableBucket,
                Namespace = "web",
                Table = "clicks",
                DeadLetterBucket = Bucket.FromBucketName(stack, "Failed", "example-failed"),
            },
            props => props with { Format = ChannelFormat.GlueJson, EncryptionKey = key ? props.Stream.Stream.EncryptionKey : null })
            .Allowed().Select(line => line.Split(' ')[1])];
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void The_edges_of_freshness_are_allowed(int seconds) =>
        Synthesize(stack => new ChannelBucket { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
            props => props with { Freshness = TimeSpan.FromSeconds(seconds) })
            .OnlyProperties("AWS::Kinesis::Channel")["S3DestinationConfiguration"]!["DataFreshnessInSeconds"]!.GetValue<int>().ShouldBe(seconds);

    private static ChannelBucket Lake(Stack stack) => new() { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") };

    private SynthesizedTemplate Synthesize(Func<Stack, ChannelDestination> destination, Func<StreamChannelProps, StreamChannelProps>? with = null)
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND, CustomerManagedKey = true });
        var props = new StreamChannelProps { Stream = stream, Destination = destination(stack) };
        _ = new StreamChannel(stack, "Channel", with?.Invoke(props) ?? props);
        return CdkFixture.Synthesize(stack);
    }
}
