using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Delivery;

[Collection(CdkFixture.Name)]
public sealed class FirehoseStreamTests(CdkFixture cdk)
{
    [Fact]
    public void The_role_may_write_to_its_bucket_and_its_log_streams_and_never_delete()
    {
        var template = Make((_, parts) => new() { Destination = parts.S3 });

        template.Allowed().ShouldBe(
        [
            "Allow logs:PutLogEvents on arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:{DeliveryLogs}:log-stream:Delivery",
            "Allow s3:AbortMultipartUpload on arn:{AWS::Partition}:s3:::example-lake/*",
            "Allow s3:GetBucketLocation on arn:{AWS::Partition}:s3:::example-lake",
            "Allow s3:GetObject on arn:{AWS::Partition}:s3:::example-lake/*",
            "Allow s3:ListBucket on arn:{AWS::Partition}:s3:::example-lake",
            "Allow s3:ListBucketMultipartUploads on arn:{AWS::Partition}:s3:::example-lake",
            "Allow s3:PutObject on arn:{AWS::Partition}:s3:::example-lake/*",
        ]);
    }

    // The CDK's own backup bucket is a bare one: no word on TLS, on public access or on versions.
    [Fact]
    public void A_made_backup_bucket_is_encrypted_private_versioned_and_kept()
    {
        var template = Make((_, parts) => new() { Destination = parts.Http });
        var bucket = template.Only("AWS::S3::Bucket");

        ((string)bucket["DeletionPolicy"]!).ShouldBe("Retain");
        bucket["Properties"]!["PublicAccessBlockConfiguration"]!.AsObject().ShouldAllBe(block => block.Value!.GetValue<bool>());
        ((string)bucket["Properties"]!["VersioningConfiguration"]!["Status"]!).ShouldBe("Enabled");
        bucket["Properties"]!["BucketEncryption"].ShouldNotBeNull();
        template.OnlyProperties("AWS::S3::BucketPolicy")["PolicyDocument"]!["Statement"]!.AsArray()
            .ShouldContain(statement => (string)statement!["Effect"]! == "Deny"
                && statement["Condition"]!.ToJsonString().Contains("SecureTransport"));
    }

    // Solutions Constructs and the CDK keep the log of failures for ever, or for as long as the CDK's default of the day.
    [Fact]
    public void The_log_of_failures_ends_after_a_month() =>
        ((int)Make((_, parts) => new() { Destination = parts.S3 }).OnlyProperties("AWS::Logs::LogGroup")["RetentionInDays"]!).ShouldBe(30);

    // Solutions Constructs give no error prefix, so that what failed lies among what did not.
    [Fact]
    public void What_failed_lies_apart_by_its_kind() =>
        ((string)Make((_, parts) => new() { Destination = parts.S3 }).OnlyProperties("AWS::KinesisFirehose::DeliveryStream")[
            "ExtendedS3DestinationConfiguration"]!["ErrorOutputPrefix"]!).ShouldStartWith("errors/!{firehose:error-output-type}/", Case.Sensitive);

    // Solutions Constructs make the role of a Kinesis source beside the construct under a fixed id: two in one stack collide.
    [Fact]
    public void Two_delivery_streams_of_one_source_stand_in_one_stack()
    {
        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);
        _ = new FirehoseStream(stack, "One", new() { Source = parts.Kinesis, Destination = parts.S3 });
        _ = new FirehoseStream(stack, "Other", new() { Source = parts.Kinesis, Destination = parts.S3 });

        CdkFixture.Synthesize(stack).Resources("AWS::IAM::Role").Count.ShouldBe(2);
    }

    [Fact]
    public void The_delivery_stream_is_created_after_its_policy() =>
        Make((_, parts) => new() { Destination = parts.S3 }).Only("AWS::KinesisFirehose::DeliveryStream")["DependsOn"]!.ToJsonString()
            .ShouldMatch("""^\["DeliveryPolicy[0-9A-F]{8}"\]$""");

    [Fact]
    public void A_source_stream_gives_four_read_actions_and_the_use_of_its_key_through_Kinesis_alone()
    {
        var template = Make((stack, parts) => new()
        {
            Source = new KinesisSource
            {
                Stream = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = new Key(stack, "Mine") }).Stream,
            },
            Destination = parts.S3,
        });

        template.Allowed().Where(line => line.Contains(" kinesis:", StringComparison.Ordinal) || line.Contains(" kms:", StringComparison.Ordinal))
            .ShouldBe(
        [
            "Allow kinesis:DescribeStream on {ClicksStream.Arn}",
            "Allow kinesis:GetRecords on {ClicksStream.Arn}",
            "Allow kinesis:GetShardIterator on {ClicksStream.Arn}",
            "Allow kinesis:ListShards on {ClicksStream.Arn}",
            "Allow kms:Decrypt on {Mine.Arn}",
        ]);
        var conditions = template.OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Select(statement => statement!["Condition"]).Single(condition => condition is not null)!;
        SynthesizedTemplate.Plain(conditions["StringEquals"]!["kms:ViaService"]!).ShouldBe("kinesis.{AWS::Region}.{AWS::URLSuffix}");
        SynthesizedTemplate.Plain(conditions["StringLike"]!["kms:EncryptionContext:aws:kinesis:arn"]!).ShouldBe("{ClicksStream.Arn}");
    }

    [Fact]
    public void A_transform_is_called_at_one_version()
    {
        var template = Make((stack, parts) => new()
        {
            Destination = parts.S3 with
            {
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = Transform(stack, 300) } },
            },
        });

        var line = template.Allowed().Single(line => line.Contains("lambda:InvokeFunction", StringComparison.Ordinal));
        line.ShouldMatch(@"^Allow lambda:InvokeFunction on \{CleanCurrentVersion[0-9A-Fa-f]+\}$");
    }

    [Fact]
    public void A_transform_that_may_take_longer_than_the_service_waits_is_refused() =>
        Should.Throw<InvalidPropsException>(() => Make((stack, parts) => new()
        {
            Destination = parts.S3 with
            {
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = Transform(stack, 301) } },
            },
        })).Message.ShouldBe(
            "FirehoseStream 'Delivery' has invalid properties:\n"
            + "  Destination.Processing.Transform.Function is a function with a timeout of 301 s; allowed: a timeout of at most 300 s.");

    [Fact]
    public void The_processors_stand_in_the_order_that_the_service_demands()
    {
        var template = Make((_, parts) => new()
        {
            Destination = parts.Partitioned with
            {
                Processing = new RecordProcessing
                {
                    AppendNewline = true,
                    Transform = new LambdaTransform { Function = parts.Transform, Retries = 0, BufferSizeMb = 0.5 },
                    Splitting = RecordSplitting.Json,
                    CloudWatchLogs = LogUnpacking.Messages,
                },
            },
        });

        var destination = template.OnlyProperties("AWS::KinesisFirehose::DeliveryStream")["ExtendedS3DestinationConfiguration"]!;
        var processors = destination["ProcessingConfiguration"]!["Processors"]!.AsArray();
        processors.Select(processor => (string)processor!["Type"]!).ShouldBe(
            ["Decompression", "CloudWatchLogProcessing", "RecordDeAggregation", "Lambda", "MetadataExtraction", "AppendDelimiterToRecord"]);
        processors[3]!["Parameters"]!.AsArray()
            .Select(parameter => $"{parameter!["ParameterName"]}={SynthesizedTemplate.Plain(parameter["ParameterValue"]!)}").ShouldBe(
        [
            "LambdaArn=arn:aws:lambda:eu-west-1:111122223333:function:clean:7", "RoleArn={DeliveryRole.Arn}", "BufferSizeInMBs=0.5",
            "BufferIntervalInSeconds=60", "NumberOfRetries=0",
        ]);
    }

    [Fact]
    public void No_secret_stands_in_a_template()
    {
        foreach (var destination in (Func<DeliveryParts, DeliveryDestination>[])[p => p.Redshift, p => p.Splunk, p => p.Http, p => p.Snowflake])
        {
            var rendered = Make((_, parts) => new() { Destination = destination(parts) }).OnlyProperties("AWS::KinesisFirehose::DeliveryStream")
                .ToJsonString();

            rendered.ShouldContain("\"SecretsManagerConfiguration\"", Case.Sensitive);
            foreach (var plain in (string[])["\"Password\"", "\"HECToken\"", "\"AccessKey\"", "\"PrivateKey\""])
                rendered.ShouldNotContain(plain, Case.Sensitive);
        }
    }

    // Solutions Constructs' stream alarms name no dimension, and the Streaming Data Solution's put an ARN in it: neither can ever fire rightly.
    [Fact]
    public void Every_alarm_names_the_delivery_stream_by_its_name()
    {
        var template = Make((_, parts) => new()
        {
            Destination = parts.Partitioned with
            {
                BackupMode = BackupMode.All,
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform } },
            },
        });

        var dimensions = template.Resources("AWS::CloudWatch::Alarm").Values.SelectMany(alarm =>
            alarm["Properties"]!["Metrics"] is { } metrics
                ? metrics.AsArray().Where(metric => metric!["MetricStat"] is not null)
                    .Select(metric => metric!["MetricStat"]!["Metric"]!["Dimensions"]!)
                : [alarm["Properties"]!["Dimensions"]!]).ToArray();
        dimensions.Length.ShouldBe(12);
        foreach (var dimension in dimensions)
            $"{dimension.AsArray().Single()!["Name"]}={SynthesizedTemplate.Plain(dimension[0]!["Value"]!)}".ShouldBe("DeliveryStreamName={Delivery}");
    }

    // The Streaming Data Solution sets a sum of five minutes against a limit a second: it fires 300 times too early.
    [Theory]
    [InlineData("Bytes")]
    [InlineData("Records")]
    [InlineData("PutRequests")]
    public void A_limit_is_compared_with_a_rate(string what)
    {
        var alarm = Make((_, parts) => new() { Destination = parts.S3 }).Resources("AWS::CloudWatch::Alarm")
            .Single(alarm => alarm.Key.Contains($"Delivery{what}Limit", StringComparison.Ordinal)).Value["Properties"]!;

        var metrics = alarm["Metrics"]!.AsArray();
        ((string)metrics[0]!["Expression"]!).ShouldBe("100 * (incoming / 300) / limit");
        Stat(metrics[1]!).ShouldBe($"Incoming{what} Sum 300");
        Stat(metrics[2]!).ShouldBe($"{what}PerSecondLimit Minimum 300");
        ((double)alarm["Threshold"]!).ShouldBe(80);

        static string Stat(System.Text.Json.Nodes.JsonNode metric) =>
            $"{metric["MetricStat"]!["Metric"]!["MetricName"]} {metric["MetricStat"]!["Stat"]} {metric["MetricStat"]!["Period"]}";
    }

    // The Streaming Data Solution's freshness alarm says 900 s whatever the buffer, and treats silence as breaching.
    [Theory]
    [InlineData(0, 300)]
    [InlineData(60, 360)]
    [InlineData(900, 1200)]
    public void Delivery_is_late_when_the_buffer_no_longer_explains_it_and_silence_is_no_alarm(int interval, int threshold)
    {
        var alarm = Make((_, parts) => new() { Destination = parts.S3 with { Buffering = new(5, TimeSpan.FromSeconds(interval)) } })
            .Alarm("DeliveryToS3.DataFreshness");

        ((double)alarm["Threshold"]!).ShouldBe(threshold);
        ((string)alarm["Statistic"]!).ShouldBe("Maximum");
        ((string)alarm["TreatMissingData"]!).ShouldBe("notBreaching");
    }

    [Fact]
    public void Each_destination_is_watched_by_its_own_metrics()
    {
        (Func<DeliveryParts, DeliveryDestination> Make, string[] Metrics)[] expected =
        [
            (p => p.S3, ["DeliveryToS3.DataFreshness Maximum", "DeliveryToS3.Success Average"]),
            (p => p.Redshift, ["DeliveryToS3.DataFreshness Maximum", "DeliveryToRedshift.Success Average"]),
            (p => p.OpenSearch, ["DeliveryToAmazonOpenSearchService.DataFreshness Maximum", "DeliveryToAmazonOpenSearchService.Success Average"]),
            (p => p.Serverless,
                ["DeliveryToAmazonOpenSearchServerless.DataFreshness Maximum", "DeliveryToAmazonOpenSearchServerless.Success Average"]),
            (p => p.Splunk, ["DeliveryToSplunk.DataFreshness Maximum", "DeliveryToSplunk.Success Average"]),
            (p => p.Http, ["DeliveryToHttpEndpoint.DataFreshness Maximum", "DeliveryToHttpEndpoint.Success Average"]),
            (p => p.Snowflake, ["DeliveryToSnowflake.DataFreshness Maximum", "DeliveryToSnowflake.Success Average"]),
            (p => p.Iceberg, ["DeliveryToIceberg.DataFreshness Maximum", "DeliveryToIceberg.FailedRowCount Sum"]),
        ];

        foreach (var (make, metrics) in expected)
            Make((_, parts) => new() { Source = parts.Kinesis, Destination = make(parts) }).AlarmedMetrics()
                .ShouldBe(metrics.Select(metric => $"AWS/Firehose {metric} DeliveryStreamName={{Delivery}}"));
    }

    [Fact]
    public void A_partner_is_reached_at_its_own_address_in_the_portions_that_it_takes()
    {
        (Func<Amazon.CDK.AWS.SecretsManager.ISecret, HttpDestination> Make, string Expected)[] partners =
        [
            (key => HttpDestination.Datadog(DatadogEndpoint.MetricsEu, key), "https://awsmetrics-intake.datadoghq.eu/v1/input 4 60 60"),
            (key => HttpDestination.NewRelic(NewRelicEndpoint.LogsUs, key), "https://aws-api.newrelic.com/firehose/v1 1 60 60"),
            (key => HttpDestination.NewRelic(NewRelicEndpoint.LogsEu, key), "https://aws-api.eu.newrelic.com/firehose/v1 1 60 60"),
            (key => HttpDestination.NewRelic(NewRelicEndpoint.MetricsEu, key), "https://aws-api.eu01.nr-data.net/cloudwatch-metrics/v1 1 60 60"),
            (key => HttpDestination.Dynatrace("https://abc12345.live.dynatrace.com/", key),
                "https://abc12345.live.dynatrace.com/api/v2/logs/ingest/aws_firehose 1 60 900"),
            (key => HttpDestination.Coralogix(CoralogixEndpoint.Eu2, key, "web", "clicks"),
                "https://ingress.eu2.coralogix.com/aws/firehose 6 60 300"),
            (key => HttpDestination.Coralogix(CoralogixEndpoint.Ap1, key, "web", "clicks"), "https://ingress.app.coralogix.in/aws/firehose 6 60 300"),
            (key => HttpDestination.Elastic("https://web.es.eu-west-1.aws.elastic-cloud.com", key),
                "https://web.es.eu-west-1.aws.elastic-cloud.com 1 60 300"),
            (key => HttpDestination.Honeycomb(HoneycombEndpoint.Eu, "clicks", key), "https://api.eu1.honeycomb.io/1/kinesis_events/clicks 15 60 300"),
            (key => HttpDestination.LogicMonitor("example", key), "https://example.logicmonitor.com 5 300 300"),
            (key => HttpDestination.LogzIo(LogzIoEndpoint.Metrics("us"), key), "https://listener-aws-metrics-stream-us.logz.io/ 5 300 300"),
            (key => HttpDestination.LogzIo(LogzIoEndpoint.Logs("listener-eu.logz.io"), key),
                "https://aws-firehose-logs-listener-eu.logz.io 5 300 300"),
        ];

        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);
        for (var n = 0; n < partners.Length; n++)
            _ = new FirehoseStream(stack, $"P{n:00}",
                new() { Destination = partners[n].Make(parts.Secret("partner")), Alarms = new() { Enabled = false } });

        CdkFixture.Synthesize(stack).Resources("AWS::KinesisFirehose::DeliveryStream").OrderBy(stream => stream.Key, StringComparer.Ordinal)
            .Select(stream => stream.Value["Properties"]!["HttpEndpointDestinationConfiguration"]!)
            .Select(http =>
                $"{http["EndpointConfiguration"]!["Url"]} {http["BufferingHints"]!["SizeInMBs"]} {http["BufferingHints"]!["IntervalInSeconds"]} "
                + $"{http["RetryOptions"]!["DurationInSeconds"]}")
            .ShouldBe(partners.Select(partner => partner.Expected));
    }

    [Fact]
    public void An_alarm_tells_the_topic_when_it_goes_off_and_when_it_is_over()
    {
        var template = Make((stack, parts) => new() { Destination = parts.S3, Alarms = new AlarmSettings { Topic = new Topic(stack, "Duty") } });

        foreach (var alarm in template.Resources("AWS::CloudWatch::Alarm").Values)
        {
            SynthesizedTemplate.Plain(alarm["Properties"]!["AlarmActions"]![0]!).ShouldBe("{Duty}");
            SynthesizedTemplate.Plain(alarm["Properties"]!["OKActions"]![0]!).ShouldBe("{Duty}");
        }
    }

    [Fact]
    public void Every_metric_has_the_name_as_its_dimension()
    {
        var delivery = FirehoseStream.FromName(cdk.NewStack(), "clicks");
        var helpers = typeof(FirehoseMetrics).GetMethods()
            .Where(method => method.Name.Length > "Metric".Length && method.Name.StartsWith("Metric", StringComparison.Ordinal)).ToArray();

        helpers.Length.ShouldBeGreaterThan(80);
        foreach (var helper in helpers)
        {
            var metric = (Amazon.CDK.AWS.CloudWatch.Metric)helper.Invoke(null, [delivery, null])!;
            metric.Namespace.ShouldBe("AWS/Firehose");
            metric.Dimensions!["DeliveryStreamName"].ShouldBe("clicks");
            helper.Name.ToUpperInvariant()
                .ShouldBe($"Metric{metric.MetricName.Replace(".", "").Replace("AmazonOpenSearch", "OpenSearch")}".ToUpperInvariant());
        }
    }

    [Fact]
    public void A_producer_may_put_records_and_nothing_more()
    {
        var template = Make(
            (_, parts) => new() { Destination = parts.S3 },
            (stack, delivery) => delivery.GrantPut(new User(stack, "Producer")));

        template.Allowed().Where(line => line.Contains("firehose:", StringComparison.Ordinal)).ShouldBe(
            ["Allow firehose:PutRecord on {Delivery.Arn}", "Allow firehose:PutRecordBatch on {Delivery.Arn}"]);
    }

    [Fact]
    public void A_delivery_stream_that_reads_a_stream_takes_no_puts() =>
        Should.Throw<InvalidPropsException>(() => Make(
                (_, parts) => new() { Source = parts.Kinesis, Destination = parts.S3 },
                (stack, delivery) => delivery.GrantPut(new User(stack, "Producer"))))
            .Message.ShouldBe("FirehoseStream 'Delivery' cannot be granted puts: Source is KinesisSource; allowed: DirectPutSource.");

    [Fact]
    public void A_log_group_subscribes_once_its_role_may_put()
    {
        var template = Make(
            (_, parts) => new() { Destination = parts.S3 with { Processing = new RecordProcessing { CloudWatchLogs = LogUnpacking.Messages } } },
            (stack, delivery) => delivery.SubscribeLogs("Web", new LogGroup(stack, "Web", new LogGroupProps { Retention = RetentionDays.ONE_WEEK }),
                FilterPattern.AnyTerm("ERROR")));

        var filter = template.Only("AWS::Logs::SubscriptionFilter");
        SynthesizedTemplate.Plain(filter["Properties"]!["DestinationArn"]!).ShouldBe("{Delivery.Arn}");
        SynthesizedTemplate.Plain(filter["Properties"]!["RoleArn"]!).ShouldBe("{DeliveryWebRole.Arn}");
        ((string)filter["Properties"]!["FilterPattern"]!).ShouldBe("\"ERROR\"");
        filter["DependsOn"]!.ToJsonString().ShouldContain("DeliveryWebRoleDefaultPolicy", Case.Sensitive);
    }

    [Fact]
    public void A_rule_delivers_its_events()
    {
        var template = Make(
            (_, parts) => new() { Destination = parts.S3 },
            (stack, delivery) =>
                delivery.SubscribeEvents(new Rule(stack, "Orders", new RuleProps { EventPattern = new EventPattern { Source = ["orders"] } })));

        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Events::Rule")["Targets"]![0]!["Arn"]!).ShouldBe("{Delivery.Arn}");
        template.Allowed().Where(line => line.Contains("firehose:", StringComparison.Ordinal)).ShouldBe(
            ["Allow firehose:PutRecord on {Delivery.Arn}", "Allow firehose:PutRecordBatch on {Delivery.Arn}"]);
    }

    // The CDK's own makes an ARN of the service kinesis of a name.
    [Fact]
    public void A_delivery_stream_made_elsewhere_is_known_by_its_name_or_its_ARN()
    {
        const string arn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/clicks";
        var stack = cdk.NewStack();

        FirehoseStream.FromArn(arn).StreamName.ShouldBe("clicks");
        FirehoseStream.FromName(stack, "clicks").GrantPut(new User(stack, "Producer"));

        CdkFixture.Synthesize(stack).Allowed().ShouldContain(
            "Allow firehose:PutRecord on arn:{AWS::Partition}:firehose:{AWS::Region}:{AWS::AccountId}:deliverystream/clicks");
        Should.Throw<InvalidPropsException>(() => FirehoseStream.FromArn("arn:aws:kinesis:eu-west-1:111122223333:stream/clicks")).Message.ShouldBe(
            "The delivery stream's ARN is 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks'; "
            + "allowed: arn:PARTITION:firehose:REGION:ACCOUNT:deliverystream/NAME.");
    }

    private static Function Transform(Stack stack, int timeout) => new(stack, "Clean", new FunctionProps
    {
        Runtime = Runtime.NODEJS_20_X,
        Handler = "index.handler",
        Code = Code.FromInline("exports.handler = async event => event;"),
        Timeout = Duration.Seconds(timeout),
    });

    private SynthesizedTemplate Make(Func<Stack, DeliveryParts, FirehoseStreamProps> props, Action<Stack, FirehoseStream>? use = null)
    {
        var stack = cdk.NewStack();
        var delivery = new FirehoseStream(stack, "Delivery", props(stack, new DeliveryParts(stack)));
        use?.Invoke(stack, delivery);
        return CdkFixture.Synthesize(stack);
    }
}
