using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Flink;

/// <summary>The keys of Flink applications and of their code, and who is granted what in which account.</summary>
[Collection(CdkFixture.Name)]
public sealed class FlinkKeyTests(CdkFixture cdk)
{
    private const string Application = "arn:{AWS::Partition}:kinesisanalytics:{AWS::Region}:{AWS::AccountId}:application/clicks";

    // "Create a KMS key policy" in the developer guide, line for line.
    [Fact]
    public void A_key_of_this_app_lets_the_service_encrypt_the_state_of_that_one_application()
    {
        var policy = KeyPolicy("clicks");

        policy.Select(Line).ShouldBe(
        [
            "kinesisanalytics+infrastructure kms:DescribeKey StringEquals aws:SourceArn,aws:SourceAccount",
            "kinesisanalytics kms:GenerateDataKey StringEquals aws:SourceArn,aws:SourceAccount,kms:EncryptionContext:aws:kinesisanalytics:arn",
            "kinesisanalytics kms:Decrypt StringEquals kms:EncryptionContext:aws:kinesisanalytics:arn",
            "infrastructure kms:Decrypt,kms:GenerateDataKeyWithoutPlaintext StringEquals kms:EncryptionContext:aws:kinesisanalytics:arn",
            "infrastructure kms:CreateGrant StringEquals kms:EncryptionContext:aws:kinesisanalytics:arn,kms:GrantConstraintType "
            + "ForAllValues:StringEquals kms:GrantOperations",
        ]);
        foreach (var statement in policy)
            foreach (var condition in statement["Condition"]!["StringEquals"]!.AsObject()
                .Where(condition => condition.Key.EndsWith("arn", StringComparison.OrdinalIgnoreCase)))
                SynthesizedTemplate.Plain(condition.Value!).ShouldBe(Application);
    }

    // The application names the key, so that the key cannot name an application whose name comes after it.
    [Fact]
    public void Without_a_name_the_key_is_for_the_applications_of_the_account()
    {
        var policy = KeyPolicy(null);

        policy.Count.ShouldBe(5);
        policy.ShouldAllBe(statement => statement["Condition"]!["StringLike"]!.ToJsonString().Contains("application/*"));
    }

    [Fact]
    public void Of_a_key_made_elsewhere_a_warning_holds_the_very_statements()
    {
        var stack = cdk.NewStack();
        var parts = new FlinkParts(stack);
        _ = new FlinkApplication(stack, "Pages", parts.Props with { ApplicationName = "clicks", EncryptionKey = parts.Key });

        var warning = Warnings(stack, "Pages").ShouldHaveSingleItem();

        warning.ShouldStartWith(
            "The service encrypts the state of FlinkApplication 'Pages' only if the key's own policy lets it, and the key "
            + "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666 is not made in this app: add to its policy the statements "
            + """[{"Action":"kms:DescribeKey","Condition":{"StringEquals":{"aws:SourceArn":""", Case.Sensitive);
        // The CDK adds how to acknowledge it.
        var statements = JsonNode.Parse(warning[warning.IndexOf('[')..warning.IndexOf(" [ack", StringComparison.Ordinal)])!.AsArray();
        statements.Count.ShouldBe(5);
        statements.ShouldAllBe(statement =>
            statement!["Condition"]!.ToJsonString().Contains(
                "arn:${AWS::Partition}:kinesisanalytics:${AWS::Region}:${AWS::AccountId}:application/clicks"));
    }

    [Fact]
    public void A_key_of_this_app_gives_no_warning()
    {
        var stack = cdk.NewStack();
        _ = new FlinkApplication(stack, "Pages", new FlinkParts(stack).Props with { EncryptionKey = new Key(stack, "Key") });

        Warnings(stack, "Pages").ShouldBeEmpty();
    }

    [Fact]
    public void A_key_of_another_stack_and_its_application_name_each_other_without_a_circle()
    {
        var app = cdk.NewApp();
        var key = new Key(new Stack(app, "Keys"), "Key");
        var stack = new Stack(app, "Flink");
        _ = new FlinkApplication(stack, "Pages", new FlinkParts(stack).Props with { EncryptionKey = key });

        Should.NotThrow(() => app.Synth());
    }

    [Theory]
    [InlineData("an application")]
    [InlineData("a notebook")]
    public void Code_in_a_bucket_with_a_key_can_be_decrypted_and_nothing_else(string kind)
    {
        var stack = cdk.NewStack();
        var bucket = Bucket.FromBucketAttributes(stack, "Code", new BucketAttributes
        {
            BucketName = "example-code",
            EncryptionKey = new FlinkParts(stack).Key,
        });
        var code = FlinkCode.FromBucket(bucket, "clicks.jar");
        if (kind == "an application")
            _ = new FlinkApplication(stack, "Pages", new FlinkApplicationProps { Code = code });
        else
            _ = new FlinkStudio(stack, "Pages", new FlinkStudioProps { Artifacts = [StudioArtifact.Jar(code)] });

        var statement = CdkFixture.Synthesize(stack).OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(statement => statement!["Action"]!.ToJsonString().Contains("kms:"))!;

        statement["Action"]!.ToJsonString().ShouldBe("""["kms:Decrypt"]""");
        SynthesizedTemplate.Plain(statement["Condition"]!["StringEquals"]!["kms:ViaService"]!).ShouldBe("s3.{AWS::Region}.{AWS::URLSuffix}");
        statement["Condition"]!["StringLike"]!["kms:EncryptionContext:aws:s3:arn"]!.AsArray().Select(context => SynthesizedTemplate.Plain(context!))
            .ShouldBe(["arn:{AWS::Partition}:s3:::example-code", "arn:{AWS::Partition}:s3:::example-code/clicks.jar"]);
    }

    [Fact]
    public void An_operator_of_another_account_is_refused_in_a_sentence()
    {
        var stack = cdk.NewStack();
        var other = new AccountPrincipal("444455556666");
        var application = new FlinkApplication(stack, "Pages", new FlinkParts(stack).Props);
        var notebook = new FlinkStudio(stack, "Notebook");

        foreach (var (grant, subject) in ((Action, string)[])
        [
            (() => application.GrantOperate(other), "FlinkApplication 'Pages'"), (() => notebook.GrantOpen(other), "FlinkStudio 'Notebook'"),
        ])
            Should.Throw<InvalidPropsException>(grant).Message.ShouldBe(
                $"{subject} cannot be granted to a principal that takes no policy: Managed Service for Apache Flink takes no policy that names another "
                + "account's principals or a service, so grant it to a role of the account it is in, which they may take.");
    }

    private static string[] Warnings(Stack stack, string id) =>
        [.. Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning($"/Test/{id}", Match.AnyValue()).Select(message => (string)message.Entry.Data!)];

    private static string Line(JsonNode statement)
    {
        var services = Several(statement["Principal"]!["Service"]!).Select(service => service.Replace(".kinesisanalytics.amazonaws.com", "")
            .Replace(".amazonaws.com", ""));
        var conditions = statement["Condition"]!.AsObject().Select(condition => $"{condition.Key} {string.Join(',', condition.Value!.AsObject()
            .Select(value => value.Key))}");
        return $"{string.Join('+', services)} {string.Join(',', Several(statement["Action"]!))} {string.Join(' ', conditions)}";
    }

    private static IEnumerable<string> Several(JsonNode node) => node is JsonArray list ? list.Select(item => (string)item!) : [(string)node!];

    // Without the account's own statement.
    private List<JsonNode> KeyPolicy(string? name)
    {
        var stack = cdk.NewStack();
        _ = new FlinkApplication(stack, "Pages", new FlinkParts(stack).Props with { ApplicationName = name, EncryptionKey = new Key(stack, "Key") });
        return [.. CdkFixture.Synthesize(stack).OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]!.AsArray().Skip(1).Select(each => each!)];
    }
}
