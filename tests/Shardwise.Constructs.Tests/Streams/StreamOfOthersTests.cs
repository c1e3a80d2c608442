using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using Environment = Amazon.CDK.Environment;
using IStream = Amazon.CDK.AWS.Kinesis.IStream;

namespace Shardwise.Constructs.Tests.Streams;

/// <summary>Firehose and Flink on a stream of another account or region.</summary>
[Collection(CdkFixture.Name)]
public sealed class StreamOfOthersTests(CdkFixture cdk)
{
    private const string Theirs = "111122223333";
    private const string Ours = "444455556666";
    private const string StreamArn = $"arn:aws:kinesis:eu-west-1:{Theirs}:stream/clicks";

    private static readonly Dictionary<string, Func<Stack, IStream, Construct>> Users = new()
    {
        ["FirehoseStream"] = (stack, stream) => new FirehoseStream(stack, "User", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = stream },
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
        }),
        ["FlinkApplication"] = (stack, stream) => new FlinkApplication(stack, "User", new FlinkApplicationProps
        {
            Code = FlinkCode.FromBucket(Bucket.FromBucketName(stack, "Code", "example-code"), "pages.jar"),
            Sources = [stream],
        }),
        ["FlinkStudio"] = (stack, stream) => new FlinkStudio(stack, "User", new FlinkStudioProps { Sources = [stream] }),
    };

    public static TheoryData<string> Everyone => [.. Users.Keys];

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_stream_that_this_app_makes_in_another_account_lets_the_reader_in(string user)
    {
        var (streams, readers) = Stacks();
        var stream = new DataStream(streams, "Clicks", new DataStreamProps { CustomerManagedKey = true });

        Users[user](readers, stream.Stream);

        var (theirs, ours) = (CdkFixture.Synthesize(streams), CdkFixture.Synthesize(readers));
        var statement = theirs.OnlyProperties("AWS::Kinesis::ResourcePolicy")["ResourcePolicy"]!["Statement"]![0]!;
        SynthesizedTemplate.Plain(statement["Principal"]!["AWS"]!).ShouldBe($"arn:{{AWS::Partition}}:iam::{Ours}:root");
        statement["Action"]!.AsArray().Select(action => action!.ToString()).ShouldContain("kinesis:GetRecords");
        var onKey = theirs.OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]!.AsArray()[^1]!;
        onKey["Action"]!.ToString().ShouldBe("kms:Decrypt");
        SynthesizedTemplate.Plain(onKey["Principal"]!["AWS"]!).ShouldBe($"arn:{{AWS::Partition}}:iam::{Ours}:root");
        var named = theirs.OnlyProperties("AWS::Kinesis::Stream")["Name"]!.ToString();
        ours.Allowed().ShouldContain($"Allow kinesis:GetRecords on arn:{{AWS::Partition}}:kinesis:eu-west-1:{Theirs}:stream/{named}");
        ours.Allowed().ShouldContain($"Allow kms:Decrypt on arn:{{AWS::Partition}}:kms:eu-west-1:{Theirs}:key/*");
        readers.Dependencies.ShouldBe([streams]);
        Warnings.Of(readers).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_stream_that_nobody_here_makes_gets_its_statements_by_a_warning(string user)
    {
        var (_, readers) = Stacks();

        Users[user](readers, DataStream.FromStreamArn(readers, "Clicks", StreamArn).Stream);

        var warning = Warnings.Of(readers).ShouldHaveSingleItem();
        warning.ShouldStartWith(
            $"{user} 'User' uses a stream of account {Theirs} only if the other account lets it, and that is not made in this app: "
            + "add to the stream's resource policy the statement {\"Action\":[\"kinesis:DescribeStream\",");
        warning.ShouldEndWith(
            $"\"Resource\":\"{StreamArn}\"}}, and to its key's policy the statement {{\"Action\":\"kms:Decrypt\",\"Effect\":\"Allow\",\"Principal\":"
            + $"{{\"AWS\":\"arn:${{AWS::Partition}}:iam::{Ours}:root\"}},\"Resource\":\"*\"}} (with the AWS-managed key no other account can use it)");
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Encrypted_with_the_key_of_AWS_it_is_refused(string user)
    {
        var (streams, readers) = Stacks();

        Should.Throw<InvalidPropsException>(() => Users[user](readers, new DataStream(streams, "Clicks").Stream)).Message.ShouldBe(
            $"""
            {user} 'User' has invalid properties:
              The stream is of {Theirs} and encrypted with the AWS-managed key; allowed: a stream with a key of its own, since no other account can use that one.
            """);
    }

    [Fact]
    public void Flink_decrypts_a_stream_of_another_region_there()
    {
        var stack = new Stack(cdk.NewApp(), "Readers", new StackProps { Env = new Environment { Account = Theirs, Region = "us-east-1" } });
        var key = Key.FromKeyArn(stack, "Key", $"arn:aws:kms:eu-west-1:{Theirs}:key/1a2b3c4d-1234-1234-1234-123456789012");

        Users["FlinkApplication"](
            stack, DataStream.FromStreamAttributes(stack, "Clicks", new DataStreamAttributes { StreamArn = StreamArn, EncryptionKey = key }).Stream);

        var onKey = CdkFixture.Synthesize(stack).OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(statement => statement!["Action"]!.ToJsonString().Contains("kms:", StringComparison.Ordinal))!;
        SynthesizedTemplate.Plain(onKey["Condition"]!["StringEquals"]!["kms:ViaService"]!).ShouldBe("kinesis.eu-west-1.{AWS::URLSuffix}");
    }

    [Fact]
    public void Firehose_refuses_a_stream_of_another_region()
    {
        var stack = new Stack(cdk.NewApp(), "Readers", new StackProps { Env = new Environment { Account = Theirs, Region = "us-east-1" } });

        Should.Throw<InvalidPropsException>(
            () => Users["FirehoseStream"](stack, DataStream.FromStreamArn(stack, "Clicks", StreamArn).Stream)).Message.ShouldBe(
            """
            FirehoseStream 'User' has invalid properties:
              Source.Stream is in eu-west-1; allowed: a stream of us-east-1, where this stack is: Firehose reads from no other region.
            """);
    }

    private (Stack Streams, Stack Readers) Stacks()
    {
        var app = cdk.NewApp();
        Stack In(string id, string account) => new(app, id, new StackProps { Env = new Environment { Account = account, Region = "eu-west-1" } });
        return (In("Streams", Theirs), In("Readers", Ours));
    }
}
