using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Defaults;
using Shardwise.Constructs.Tests.Monitoring;
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
        StorageClass = ChannelStorageClass.IntelligentTiering,
        DeadLetterBucket = Bucket.FromBucketName(stack, "Failed", "example-failed"),
        ErrorOutputPrefix = "clicks/failed/",
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
            Destination = new ChannelTable
            {
                TableBucketArn = "lake",
                Namespace = "awsWeb",
                Table = "Clicks",
                Compression = ChannelCompression.Gzip,
                DeadLetterBucketOwner = "1111",
                ErrorOutputPrefix = "clicks/errors/",
            },
            Alarms = new AlarmSettings { Tuning = new Dictionary<string, AlarmTuning> { ["Idle"] = new() } },
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
              Destination.Namespace is 'awsWeb'; allowed: 1 to 255 of a-z 0-9 _, beginning with a letter or digit, not ending with _ and not beginning with aws; capitals fail without a word.
              Destination.Table is 'Clicks'; allowed: 1 to 255 of a-z 0-9 _, beginning with a letter or digit; capitals fail without a word.
              Destination.DeadLetterBucketOwner is '1111'; allowed: an account's twelve digits.
              Destination.DeadLetterBucketOwner is '1111'; allowed: none without DeadLetterBucket.
              Destination.ErrorOutputPrefix is 'clicks/errors/'; allowed: none without DeadLetterBucket, which may be the bucket that is delivered to.
              Destination.DeadLetterBucket is not given; allowed: a bucket, since a table takes only what fits its schema.
              Format is Json without SchemaArn; allowed: GlueJson, or Json with SchemaArn, for a table.
              Alarms.Tuning key is 'Idle'; allowed: Failed, Freshness, NothingDelivered, DeadLetters.
            """);
    }

    // "Data delivery concepts" and the schema of AWS::Kinesis::Channel.
    [Fact]
    public void A_bucket_takes_no_records_of_the_schema_registry_and_no_owner_that_is_no_account() =>
        Should.Throw<InvalidPropsException>(() => Synthesize(
            stack => Lake(stack) with { ExpectedBucketOwner = "example" }, props => props with { Format = ChannelFormat.GlueJson })).Message.ShouldBe(
            """
            StreamChannel 'Channel' has invalid properties:
              Format is GlueJson; allowed: Json, Text or Bytes, for a bucket.
              Destination.ExpectedBucketOwner is 'example'; allowed: an account's twelve digits.
            """);

    [Theory]
    [InlineData("web", "clicks")]
    [InlineData("w", "1_clicks_")]
    public void Names_of_tables_in_lower_case_are_taken(string space, string table) =>
        Should.NotThrow(() => Synthesize(stack => Table(stack) with { Namespace = space, Table = table }, InGlue));

    [Theory]
    [InlineData("Web", "clicks")]
    [InlineData("web_", "clicks")]
    [InlineData("aws", "clicks")]
    [InlineData("web", "page-views")]
    [InlineData("web", "_clicks")]
    [InlineData("", "clicks")]
    public void Names_of_tables_that_fail_in_silence_are_refused(string space, string table) =>
        Should.Throw<InvalidPropsException>(() => Synthesize(stack => Table(stack) with { Namespace = space, Table = table }, InGlue));

    [Theory]
    [InlineData(ChannelStorageClass.Standard, "STANDARD")]
    [InlineData(ChannelStorageClass.IntelligentTiering, "INTELLIGENT_TIERING")]
    [InlineData(ChannelStorageClass.GlacierInstantRetrieval, "GLACIER_IR")]
    public void A_storage_class_is_given_by_its_name(ChannelStorageClass storageClass, string name) =>
        Synthesize(stack => Lake(stack) with { StorageClass = storageClass }).OnlyProperties("AWS::Kinesis::Channel")[
            "S3DestinationConfiguration"]!["StorageConfiguration"]!["StorageClass"]!.ToString().ShouldBe(name);

    [Fact]
    public void The_owner_of_a_bucket_is_who_the_CDK_knows_it_to_be_or_who_is_said()
    {
        string Owner(Func<Stack, ChannelBucket> lake) => SynthesizedTemplate.Plain(Synthesize(lake).OnlyProperties("AWS::Kinesis::Channel")[
            "S3DestinationConfiguration"]!["StorageConfiguration"]!["ExpectedBucketOwner"]!);

        Owner(Lake).ShouldBe("{AWS::AccountId}");
        Owner(stack => Lake(stack) with { ExpectedBucketOwner = "444455556666" }).ShouldBe("444455556666");
        Owner(stack => new ChannelBucket
        {
            Bucket = Bucket.FromBucketAttributes(stack, "Theirs", new BucketAttributes { BucketName = "their-lake", Account = "222233334444" }),
        }).ShouldBe("222233334444");
    }

    // Whatever replaces a channel by its schema changes a name that is made: under the old name the new one could not be made.
    [Fact]
    public void A_name_that_is_made_changes_with_what_replaces_the_channel()
    {
        List<Func<ChannelBucket, ChannelBucket>> changes =
        [
            bucket => bucket,
            bucket => bucket with { StorageClass = ChannelStorageClass.GlacierInstantRetrieval },
            bucket => bucket with { Compression = ChannelCompression.Zstd },
            bucket => bucket with { ExpectedBucketOwner = "444455556666" },
            bucket => bucket with { DeadLetterBucket = bucket.Bucket, ErrorOutputPrefix = "failed/" },
        ];
        using var version = new Under(ConstructDefaults.V2);
        string Name(Func<ChannelBucket, ChannelBucket> change, TimeSpan freshness) => Synthesize(
            stack => change(Lake(stack)), props => props with { Freshness = freshness }).OnlyProperties("AWS::Kinesis::Channel")["ChannelName"]!.ToString();

        changes.Select(change => Name(change, TimeSpan.FromMinutes(5))).Distinct().Count().ShouldBe(changes.Count);
        Name(changes[0], TimeSpan.FromMinutes(10)).ShouldBe(Name(changes[0], TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Its_alarms_name_the_channel_by_all_three_dimensions()
    {
        var template = Synthesize(Lake);

        var metrics = NamedMetrics.In(JsonNode.Parse(template.Snapshot())!).Where(metric => metric.Contains("Delivery", StringComparison.Ordinal));
        metrics.Order(StringComparer.Ordinal).Distinct().ShouldBe(
        [
            "AWS/Kinesis DeliveryToS3.DLQDeliverySuccess by ChannelId,ChannelName,StreamName",
            "AWS/Kinesis DeliveryToS3.DataFreshness by ChannelId,ChannelName,StreamName",
            "AWS/Kinesis DeliveryToS3.FailedRecordCount by ChannelId,ChannelName,StreamName",
            "AWS/Kinesis DeliveryToS3.SuccessfulRecordCount by ChannelId,ChannelName,StreamName",
        ]);
        var dimensions = template.Alarm("DeliveryToS3.DataFreshness")["Dimensions"]!.AsArray();
        SynthesizedTemplate.Plain(dimensions[0]!["Value"]!).ShouldBe("{Channel.ChannelId}");
        dimensions[1]!["Value"]!.ToString().ShouldBe(template.OnlyProperties("AWS::Kinesis::Channel")["ChannelName"]!.ToString());
    }

    // A stream that nobody writes to has nothing to deliver, and one that is written to once in a while is delivered in time.
    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    public void That_nothing_is_delivered_is_told_only_while_something_should_be(int freshness)
    {
        var alarm = Synthesize(Lake, props => props with { Freshness = TimeSpan.FromMinutes(freshness) }).Resources("AWS::CloudWatch::Alarm")
            .Single(alarm => alarm.Key.Contains("NothingDelivered", StringComparison.Ordinal)).Value["Properties"]!;
        bool IsOn(Func<int, double[]> written, Func<int, double[]> delivered) => new AlarmEvaluator(alarm, metric =>
            [.. Enumerable.Range(0, 60).Select(metric.EndsWith("IncomingRecords", StringComparison.Ordinal) ? written : delivered)]).IsOn();

        IsOn(_ => [5], _ => []).ShouldBeTrue();
        IsOn(_ => [5], _ => [0]).ShouldBeTrue();
        IsOn(_ => [5], minute => minute % freshness == freshness - 1 ? [50] : []).ShouldBeFalse();
        IsOn(_ => [], _ => []).ShouldBeFalse();
        IsOn(_ => [0], _ => [0]).ShouldBeFalse();
        IsOn(minute => minute == 50 ? [1] : [], _ => []).ShouldBeFalse();
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

    private static StreamChannelProps InGlue(StreamChannelProps props) => props with { Format = ChannelFormat.GlueJson };

    private static ChannelTable Table(Stack stack) => new()
    {
        TableBucketArn = TableBucket,
        Namespace = "web",
        Table = "clicks",
        DeadLetterBucket = Bucket.FromBucketName(stack, "Failed", "example-failed"),
    };

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
