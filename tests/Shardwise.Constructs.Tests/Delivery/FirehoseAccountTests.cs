using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Validation;
using Shouldly;
using Alias = Amazon.CDK.AWS.KMS.Alias;
using AliasProps = Amazon.CDK.AWS.KMS.AliasProps;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;
using StreamAttributes = Amazon.CDK.AWS.Kinesis.StreamAttributes;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>Delivery streams as accounts have them: with keys of their own, resources of others, and several stacks.</summary>
[Collection(CdkFixture.Name)]
public sealed class FirehoseAccountTests(CdkFixture cdk)
{
    private const string Arn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/clicks";
    private const string Partial = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:collector";
    private const string Refusal =
        ": Firehose takes no policy that names another account's principals or a service, so grant it to a role of the account it is in, which they may "
        + "take.";

    private static readonly Amazon.CDK.Environment Here = new() { Account = "111122223333", Region = "eu-west-1" };

    [Fact]
    public void Whoever_puts_may_use_the_key_of_the_delivery_stream_through_Firehose_alone()
    {
        var template = Make(parts => new() { Source = new DirectPutSource { EncryptionKey = parts.Key }, Destination = parts.S3 }, (stack, delivery) =>
        {
            delivery.GrantPut(new User(stack, "Producer"));
            delivery.SubscribeLogs("Web", LogGroup.FromLogGroupName(stack, "WebLogs", "web"));
            delivery.SubscribeEvents(new Rule(stack, "Orders", new RuleProps { EventPattern = new EventPattern { Source = ["orders"] } }));
        });

        foreach (var policy in (string[])["ProducerDefaultPolicy", "DeliveryWebRoleDefaultPolicy", "DeliveryEventsRoleDefaultPolicy"])
            KeyStatement(template, policy).ToJsonString().ShouldBe(
                """
                {"Action":["kms:Decrypt","kms:GenerateDataKey"],"Condition":{"StringEquals":{"kms:ViaService":{"Fn::Join":["",["firehose.",
                {"Ref":"AWS::Region"},".",{"Ref":"AWS::URLSuffix"}]]}}},"Effect":"Allow",
                "Resource":"arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"}
                """.ReplaceLineEndings(""));
        template.Only("AWS::Logs::SubscriptionFilter")["DependsOn"]!.ToJsonString().ShouldContain("DeliveryWebRoleDefaultPolicy", Case.Sensitive);
    }

    [Fact]
    public void A_delivery_stream_made_elsewhere_gives_the_use_of_the_key_that_is_told_of_it()
    {
        var stack = cdk.NewStack();
        var key = new DeliveryParts(stack).Key;
        FirehoseStream.FromArn(Arn.Replace("eu-west-1", "us-east-1"), key).GrantPut(new User(stack, "Far"));
        FirehoseStream.FromName(stack, "clicks", key).GrantPut(new User(stack, "Near"));
        FirehoseStream.FromArn(new CfnParameter(stack, "Told").ValueAsString, key).GrantPut(new User(stack, "Told2"));

        var template = CdkFixture.Synthesize(stack);

        Through(template, "FarDefaultPolicy").ShouldBe("firehose.us-east-1.{AWS::URLSuffix}");
        Through(template, "NearDefaultPolicy").ShouldBe("firehose.{AWS::Region}.{AWS::URLSuffix}");
        KeyStatement(template, "Told2DefaultPolicy")["Condition"]!.ToJsonString().ShouldContain("""{"Fn::Select":[3,{"Fn::Split":[":",{"Ref":"Told"}]}]}""", Case.Sensitive);
    }

    [Fact]
    public void A_principal_that_cannot_be_granted_puts_is_refused_in_a_sentence()
    {
        var stack = new Stack(cdk.NewApp(), "Test", new StackProps { Env = Here });
        var delivery = new FirehoseStream(stack, "Delivery", new() { Destination = new DeliveryParts(stack).S3 });
        var other = Role.FromRoleArn(stack, "Other", "arn:aws:iam::444455556666:role/producer");

        Refused(() => delivery.GrantPut(other)).ShouldBe("FirehoseStream 'Delivery' cannot be granted to a principal of account 444455556666" + Refusal);
        Refused(() => delivery.GrantPut(new AccountPrincipal("444455556666")))
            .ShouldBe("FirehoseStream 'Delivery' cannot be granted to a principal of account 444455556666" + Refusal);
        Refused(() => delivery.GrantPut(new ServicePrincipal("iot.amazonaws.com")))
            .ShouldBe("FirehoseStream 'Delivery' cannot be granted to a principal that takes no policy" + Refusal);
        Refused(() => FirehoseStream.FromArn(Arn).GrantPut(other))
            .ShouldBe("Delivery stream 'clicks' cannot be granted to a principal of account 444455556666" + Refusal);
        CdkFixture.Synthesize(stack).Allowed().ShouldNotContain(line => line.Contains("firehose:", StringComparison.Ordinal));
    }

    // Where the stack's account is not known, an account that is named may well be its own.
    [Fact]
    public void An_imported_role_of_a_named_account_is_granted_puts_where_the_stacks_account_is_open()
    {
        var template = Make(
            parts => new() { Destination = parts.S3 },
            (stack, delivery) => delivery.GrantPut(Role.FromRoleArn(stack, "Producer", "arn:aws:iam::444455556666:role/producer")));

        template.Allowed().ShouldContain("Allow firehose:PutRecord on {Delivery.Arn}");
    }

    [Fact]
    public void Several_rules_share_one_role()
    {
        var template = Make(parts => new() { Destination = parts.S3 }, (stack, delivery) =>
        {
            foreach (var source in (string[])["orders", "returns"])
                delivery.SubscribeEvents(
                    new Rule(stack, source, new RuleProps { EventPattern = new EventPattern { Source = [source] } }),
                    RuleTargetInput.FromEventPath("$.detail"));
        });

        var targets = template.Resources("AWS::Events::Rule").Values.Select(rule => rule["Properties"]!["Targets"]![0]!).ToList();
        targets.Select(target => SynthesizedTemplate.Plain(target["RoleArn"]!)).ShouldBe(["{DeliveryEventsRole.Arn}", "{DeliveryEventsRole.Arn}"]);
        targets.ShouldAllBe(target => (string)target["InputPath"]! == "$.detail");
        template.Allowed().Count(line => line.Contains("firehose:PutRecord ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void One_bucket_by_two_keys_gives_both()
    {
        var template = Make((stack, parts) => new()
        {
            Destination = parts.S3 with
            {
                EncryptionKey = parts.Key,
                BackupMode = BackupMode.All,
                Backup = new S3Location { Bucket = parts.Bucket, EncryptionKey = new Key(stack, "Other") },
            },
        });

        template.Allowed().Where(line => line.Contains("kms:GenerateDataKey", StringComparison.Ordinal)).ShouldBe(
        [
            "Allow kms:GenerateDataKey on arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666",
            "Allow kms:GenerateDataKey on {Other.Arn}",
        ]);
        template.Allowed().Count(line => line.Contains("s3:PutObject ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void A_secret_whose_suffix_is_not_known_is_told_by_a_pattern_in_both_places()
    {
        var template = Make((stack, parts) => new()
        {
            Destination = parts.Http with
            {
                AccessKey = Secret.FromSecretAttributes(
                    stack, "Secret", new SecretAttributes { SecretPartialArn = Partial, EncryptionKey = parts.Key }),
            },
        });

        template.Allowed().ShouldContain($"Allow secretsmanager:GetSecretValue on {Partial}-??????");
        KeyStatement(template, "DeliveryPolicy")["Condition"]!["StringLike"]!["kms:EncryptionContext:SecretARN"]!.ToString().ShouldBe($"{Partial}-??????");
    }

    [Fact]
    public void A_secret_by_its_name_alone_is_told_by_a_pattern()
    {
        var template = Make((stack, parts) => new() { Destination = parts.Http with { AccessKey = Secret.FromSecretNameV2(stack, "Secret", "collector") } });

        template.Allowed().ShouldContain(
            "Allow secretsmanager:GetSecretValue on arn:{AWS::Partition}:secretsmanager:{AWS::Region}:{AWS::AccountId}:secret:collector-??????");
    }

    [Fact]
    public void A_bucket_of_another_account_gets_control_of_its_objects_and_its_key_is_used_where_it_is()
    {
        var stack = new Stack(cdk.NewApp(), "Test", new StackProps { Env = Here });
        var elsewhere = Bucket.FromBucketAttributes(stack, "Elsewhere", new BucketAttributes
        {
            BucketName = "their-lake",
            Account = "444455556666",
            Region = "us-east-1",
            EncryptionKey = Key.FromKeyArn(stack, "Theirs", "arn:aws:kms:us-east-1:444455556666:key/0a1b2c3d-0000-0000-0000-000000000000"),
        });
        _ = new FirehoseStream(stack, "Delivery", new() { Destination = new S3Destination { Bucket = elsewhere } });

        var template = CdkFixture.Synthesize(stack);

        template.Allowed().ShouldContain("Allow s3:PutObjectAcl on arn:{AWS::Partition}:s3:::their-lake/*");
        Through(template, "DeliveryPolicy").ShouldBe("s3.us-east-1.{AWS::URLSuffix}");
    }

    [Fact]
    public void A_bucket_of_this_account_gives_no_more_than_it_did() =>
        Make(parts => new() { Destination = parts.S3 }).Allowed().ShouldNotContain(line => line.Contains("Acl", StringComparison.Ordinal));

    [Fact]
    public void A_stream_that_is_imported_with_its_key_gives_the_use_of_it()
    {
        var template = Make((stack, parts) => new()
        {
            Source = new KinesisSource
            {
                Stream = KinesisStream.FromStreamAttributes(stack, "Clicks", new StreamAttributes
                {
                    StreamArn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
                    EncryptionKey = parts.Key,
                }),
            },
            Destination = parts.S3,
        });

        Through(template, "DeliveryPolicy").ShouldBe("kinesis.{AWS::Region}.{AWS::URLSuffix}");
    }

    // KeyARN takes the ARN of an alias by its pattern, and the service refuses it.
    [Theory]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:alias/puts")]
    [InlineData(null)]
    public void The_ARN_of_an_alias_is_refused_where_the_service_takes_keys_only(string? arn)
    {
        var stack = cdk.NewStack();
        var key = arn is null ? Alias.FromAliasName(stack, "Known", "alias/puts") : Key.FromKeyArn(stack, "Known", arn);

        Should.Throw<InvalidPropsException>(() => new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Source = new DirectPutSource { EncryptionKey = key },
            Destination = new DeliveryParts(stack).S3,
        })).Message.ShouldBe(
            "FirehoseStream 'Delivery' has invalid properties:\n"
            + "  Source.EncryptionKey is 'alias/puts'; allowed: a key by its ARN, since the service takes no alias.");
    }

    // In a policy, the ARN of an alias is no key's.
    [Fact]
    public void A_key_behind_an_alias_is_named_itself_or_told_by_the_alias()
    {
        var template = Make((stack, parts) => new()
        {
            Destination = parts.S3 with
            {
                EncryptionKey = new Alias(stack, "Alias", new AliasProps { AliasName = "alias/lake", TargetKey = new Key(stack, "Mine") }),
                BackupMode = BackupMode.All,
                Backup = new S3Location { Bucket = parts.Bucket, EncryptionKey = Alias.FromAliasName(stack, "Known", "alias/backup") },
            },
        });

        template.Allowed().Where(line => line.Contains("kms:Decrypt", StringComparison.Ordinal)).ShouldBe(
            ["Allow kms:Decrypt on arn:{AWS::Partition}:kms:{AWS::Region}:{AWS::AccountId}:key/*", "Allow kms:Decrypt on {Mine.Arn}"]);
        template.OnlyProperties("AWS::IAM::Policy").ToJsonString()
            .ShouldContain("\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"alias/backup\"}", Case.Sensitive);
        Should.Throw<InvalidPropsException>(() => Make((stack, parts) => new()
        {
            Source = new DirectPutSource { EncryptionKey = Alias.FromAliasName(stack, "Known", "alias/puts") },
            Destination = parts.S3,
        })).Message.ShouldBe(
            "FirehoseStream 'Delivery' has invalid properties:\n"
            + "  Source.EncryptionKey is 'alias/puts'; allowed: a key by its ARN, since the service takes no alias.");
    }

    [Fact]
    public void What_a_stack_exports_of_a_transform_is_called_the_same_when_its_code_changes()
    {
        var (first, second) = (Exports("one"), Exports("two"));

        first.ShouldNotBeEmpty();
        second.ShouldBe(first);
    }

    [Fact]
    public void Two_delivery_streams_of_other_stacks_call_one_alias()
    {
        var app = cdk.NewApp();
        var function = Transform(new Stack(app, "Functions"), "one");
        foreach (var id in (string[])["One", "Other"])
            Deliver(new Stack(app, id), function);

        var template = Of(app, "Functions");

        var alias = template.OnlyProperties("AWS::Lambda::Alias");
        alias["FunctionVersion"]!.ToJsonString().ShouldContain("CurrentVersion", Case.Sensitive);
        Of(app, "Other").Resources("AWS::IAM::Policy").Single().Value.ToJsonString().ShouldContain("Functions:ExportsOutputRefCleanAliasshardwisedelivery", Case.Sensitive);
    }

    [Fact]
    public void Whatever_has_a_role_can_be_granted_to()
    {
        var types = typeof(FirehoseStream).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "Shardwise.Constructs.Delivery" or "Shardwise.Constructs.Flink" or "Shardwise.Constructs.Video")
            .Where(type => type.GetProperties().Any(property => typeof(IRole).IsAssignableFrom(property.PropertyType)
                || typeof(IFunction).IsAssignableFrom(property.PropertyType)) && typeof(global::Constructs.Construct).IsAssignableFrom(type)).ToList();

        types.Count.ShouldBe(4);
        types.ShouldAllBe(type => typeof(IGrantable).IsAssignableFrom(type));
        var template = Make(parts => new() { Destination = parts.S3 }, (stack, delivery) => new Key(stack, "Key").GrantDecrypt(delivery));
        template.Allowed().ShouldContain("Allow kms:Decrypt on {Key.Arn}");
    }

    private static string Refused(Action grant) => Should.Throw<InvalidPropsException>(grant).Message;

    private static string[] Names(SynthesizedTemplate template) => [.. JsonNode.Parse(template.Snapshot())!["Outputs"]!.AsObject()
        .Select(output => (string)output.Value!["Export"]!["Name"]!)];

    private string[] Exports(string code)
    {
        var app = cdk.NewApp();
        Deliver(new Stack(app, "Delivery"), Transform(new Stack(app, "Functions"), code));
        return Names(Of(app, "Functions"));
    }

    private static SynthesizedTemplate Of(Amazon.CDK.App app, string stack) =>
        new(JsonNode.Parse(File.ReadAllText(app.Synth().GetStackByName(stack).TemplateFullPath))!.AsObject());

    private static void Deliver(Stack stack, Function function) => _ = new FirehoseStream(stack, "Delivery", new()
    {
        Destination = new DeliveryParts(stack).S3 with
        {
            Processing = new RecordProcessing { Transform = new LambdaTransform { Function = function } },
        },
    });

    private static Function Transform(Stack stack, string code) => new(stack, "Clean", new FunctionProps
    {
        Runtime = Runtime.NODEJS_20_X,
        Handler = "index.handler",
        Code = Code.FromInline($"exports.handler = async event => event; // {code}"),
    });

    private static JsonNode KeyStatement(SynthesizedTemplate template, string policy) =>
        template.Resources("AWS::IAM::Policy").Single(resource => resource.Key.StartsWith(policy, StringComparison.Ordinal))
            .Value["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(statement => statement!["Action"]!.ToJsonString().Contains("kms:", StringComparison.Ordinal))!;

    private static string Through(SynthesizedTemplate template, string policy) =>
        SynthesizedTemplate.Plain(KeyStatement(template, policy)["Condition"]!["StringEquals"]!["kms:ViaService"]!);

    private SynthesizedTemplate Make(Func<DeliveryParts, FirehoseStreamProps> props, Action<Stack, FirehoseStream>? use = null) =>
        Make((_, parts) => props(parts), use);

    private SynthesizedTemplate Make(Func<Stack, DeliveryParts, FirehoseStreamProps> props, Action<Stack, FirehoseStream>? use = null)
    {
        var stack = cdk.NewStack();
        var delivery = new FirehoseStream(stack, "Delivery", props(stack, new DeliveryParts(stack)));
        use?.Invoke(stack, delivery);
        return CdkFixture.Synthesize(stack);
    }
}
