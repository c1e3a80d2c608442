using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Flink;
using Shardwise.Constructs.Validation;
using Shardwise.Constructs.Video;
using Shouldly;

namespace Shardwise.Constructs.Tests.Access;

/// <summary>
/// Every Grant method of every construct, to principals of every kind: either all halves of the grant are rendered, or one of them is said in a
/// warning, or the grant is refused in one message of our own.
/// </summary>
[Collection(CdkFixture.Name)]
public sealed class GrantAcrossAccountsTests(CdkFixture cdk)
{
    private const string Own = "111122223333";
    private const string Other = "444455556666";
    private const string Region = "eu-west-1";
    private const string StreamArn = $"arn:aws:kinesis:{Region}:{Own}:stream/clicks";

    // No test here looks at an alarm, and a stream has more of them than of all else.
    private static readonly DataStreamProps Keyed = new() { CustomerManagedKey = true, Alarms = new() { Enabled = false } };

    /// <summary>Who is granted something, by name.</summary>
    private static readonly Dictionary<string, Func<Stacks, IGrantable>> Grantees = new()
    {
        ["a role of this stack"] = stacks => new Role(stacks.Own, "Grantee", ByAccount()),
        ["a role of another stack"] = stacks => new Role(stacks.Beside, "Grantee", ByAccount()),
        ["a role of a stack of another region"] = stacks => new Role(stacks.Away, "Grantee", ByAccount()),
        ["a role of a stack of another account"] = stacks => new Role(stacks.Foreign, "Grantee", ByAccount()),
        ["an imported role of this account"] = stacks => Role.FromRoleArn(stacks.Own, "Grantee", $"arn:aws:iam::{Own}:role/reader"),
        ["an imported role of another account"] = stacks => Role.FromRoleArn(stacks.Own, "Grantee", $"arn:aws:iam::{Other}:role/reader"),
        ["another account"] = _ => new AccountPrincipal(Other),
        ["an ARN of another account"] = _ => new ArnPrincipal($"arn:aws:iam::{Other}:role/reader"),
        ["an ARN of this account"] = _ => new ArnPrincipal($"arn:aws:iam::{Own}:role/reader"),
        ["a service"] = _ => new ServicePrincipal("iot.amazonaws.com"),
        ["an organization"] = _ => new OrganizationPrincipal("o-1234567890"),
        ["an imported function without its role"] = stacks =>
            Function.FromFunctionArn(stacks.Own, "Grantee", $"arn:aws:lambda:{Region}:{Own}:function:reader"),
    };

    /// <summary>Every grant, by the method's name.</summary>
    private static readonly Dictionary<string, Action<Stack, IGrantable>> Grants = new()
    {
        ["DataStream.GrantRead"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).GrantRead(grantee),
        ["DataStream.GrantWrite"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).GrantWrite(grantee),
        ["DataStream.GrantReadWrite"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).GrantReadWrite(grantee),
        ["DataStream.Grant"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).Grant(grantee, "kinesis:GetRecords"),
        ["DataStream.GrantKplWrite"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).GrantKplWrite(grantee),
        ["DataStream.GrantEnhancedFanOut"] = (stack, grantee) => new DataStream(stack, "Clicks", Keyed).GrantEnhancedFanOut(grantee),
        ["DataStream.GrantKclConsumer"] = (stack, grantee) =>
            new DataStream(stack, "Clicks", Keyed).GrantKclConsumer(grantee, "search", enhancedFanOut: false),
        ["IDataStream.GrantRead"] = (stack, grantee) => Imported(stack).GrantRead(grantee),
        ["IDataStream.GrantWrite"] = (stack, grantee) => Imported(stack).GrantWrite(grantee),
        ["IDataStream.GrantReadWrite"] = (stack, grantee) => Imported(stack).GrantReadWrite(grantee),
        ["IDataStream.Grant"] = (stack, grantee) => Imported(stack).Grant(grantee, "kinesis:GetRecords"),
        ["IDataStream.GrantKplWrite"] = (stack, grantee) => Imported(stack).GrantKplWrite(grantee),
        ["IDataStream.GrantEnhancedFanOut"] = (stack, grantee) => Imported(stack).GrantEnhancedFanOut(grantee),
        ["IDataStream.GrantKclConsumer"] = (stack, grantee) => Imported(stack).GrantKclConsumer(grantee, "search", enhancedFanOut: false),
        ["FanOutConsumer.GrantRead"] = (stack, grantee) =>
            new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = new DataStream(stack, "Clicks", Keyed) }).GrantRead(grantee),
        ["IFanOutConsumer.GrantRead"] = (stack, grantee) =>
            FanOutConsumer.FromConsumerArn(stack, "Search", $"{StreamArn}/consumer/search:1700000000").GrantRead(grantee),
        ["StreamQueue.GrantReceive"] = (stack, grantee) => Queue(stack).GrantReceive(grantee),
        ["StreamQueue.GrantDeadLetters"] = (stack, grantee) => Queue(stack).GrantDeadLetters(grantee),
        ["KclApplication.GrantRun"] = (stack, grantee) => new KclApplication(stack, "Kcl", new KclApplicationProps
        {
            Stream = new DataStream(stack, "Clicks", Keyed),
            ApplicationName = "search",
            EnhancedFanOut = false,
        }).GrantRun(grantee),
        ["VideoStream.GrantRead"] = (stack, grantee) => new VideoStream(stack, "Door").GrantRead(grantee),
        ["VideoStream.GrantWrite"] = (stack, grantee) => new VideoStream(stack, "Door").GrantWrite(grantee),
        ["VideoStream.Grant"] = (stack, grantee) => new VideoStream(stack, "Door").Grant(grantee, "kinesisvideo:ListFragments"),
        ["SignalingChannel.GrantMaster"] = (stack, grantee) => new SignalingChannel(stack, "Talk").GrantMaster(grantee),
        ["SignalingChannel.GrantViewer"] = (stack, grantee) => new SignalingChannel(stack, "Talk").GrantViewer(grantee),
        ["FlinkApplication.GrantOperate"] = (stack, grantee) =>
            new FlinkApplication(stack, "Pages", new FlinkParts(stack).Props).GrantOperate(grantee),
        ["FlinkStudio.GrantOpen"] = (stack, grantee) => new FlinkStudio(stack, "Notebook").GrantOpen(grantee),
        ["FirehoseStream.GrantPut"] = (stack, grantee) => new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "lake") },
        }).GrantPut(grantee),
        ["IFirehoseStream.GrantPut"] = (_, grantee) =>
            FirehoseStream.FromArn($"arn:aws:firehose:{Region}:{Own}:deliverystream/clicks").GrantPut(grantee),
        ["StreamApi.GrantPut"] = (stack, grantee) => new StreamApi(stack, "Api", new StreamApiProps { Stream = Imported(stack) }).GrantPut(grantee),
        ["KinesisAgent.GrantRun"] = (stack, grantee) => new KinesisAgent(stack, "Agent", new KinesisAgentProps
        {
            Flows = [new AgentFlow { FilePattern = "/var/log/*.log", Stream = Imported(stack) }],
        }).GrantRun(grantee),
    };

    private static readonly string[] Services = ["\"kinesis:", "\"kinesisvideo:", "\"kinesisanalytics:", "\"firehose:", "\"execute-api:"];

    // What grants to a role of its own, and so knows no other principal.
    private static readonly string[] ToItself = ["EtlConsumer.GrantPut"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var grant in Grants.Keys)
                foreach (var grantee in Grantees.Keys)
                    cases.Add(grant, grantee);
            return cases;
        }
    }

    [Fact]
    public void Every_grant_of_every_construct_is_tried() =>
        typeof(DataStream).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.Name.StartsWith("Grant", StringComparison.Ordinal)).Select(method => $"{type.Name}.{method.Name}"))
            .Except(ToItself).ShouldBe(Grants.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_half_of_a_grant_is_left_out_in_silence(string grant, string grantee)
    {
        var tried = cdk.Once($"every grant to {grantee}", () => TryAll(grantee))[grant];
        if (tried.Failure is InvalidPropsException refused)
        {
            // Nothing that the principal's own policies can do is refused, but to name what has no name of its own to another region.
            string[] others = grant.Contains("DataStream", StringComparison.Ordinal) ? [] : ["a role of a stack of another region"];
            grantee.ShouldBeOneOf(
                [.. others, "a role of a stack of another account", "an imported role of another account", "another account", "an ARN of another account",
                "an ARN of this account", "a service", "an organization", "an imported function without its role"]);
            refused.Message.ShouldContain("cannot be granted", Case.Sensitive);
            return;
        }

        if (tried.Failure is not null)
            ExceptionDispatchInfo.Throw(tried.Failure);
        var synthesized = tried.Synthesized;
        var rendered = synthesized.Select(stack => stack.Template).ToList();
        var warned = synthesized.SelectMany(stack => stack.Warnings).ToList();
        var byPrincipal = Statements(rendered, "AWS::IAM::Policy", "PolicyDocument", "Grantee").Any(Reaches);
        var byResource = Statements(rendered, "AWS::Kinesis::ResourcePolicy", "ResourcePolicy").Any(Reaches);
        var half = warned.Any(text => text.Contains("shardwise:stream-policy-not-here", StringComparison.Ordinal));
        var (takesPrincipal, takesResource) = grantee switch
        {
            "a role of this stack" or "a role of another stack" or "a role of a stack of another region" or "an imported role of this account" =>
                (true, false),
            "a role of a stack of another account" => (true, true),
            // Its account's policies are written there: a grant by the resource is what can be done here.
            "an imported function without its role" => (false, false),
            _ => (false, true),
        };
        byPrincipal.ShouldBe(takesPrincipal);
        (byResource || half).ShouldBe(takesResource);
        if (grantee == "an imported function without its role")
            warned.ShouldNotBeEmpty();
        // A key of this app takes all halves too.
        if (byResource)
            Statements(rendered, "AWS::KMS::Key", "KeyPolicy").Count(statement => !statement.Contains("kms:*", StringComparison.Ordinal))
                .ShouldBeGreaterThan(grant == "DataStream.Grant" ? -1 : 0);
    }

    [Theory]
    [InlineData("DataStream.GrantRead")]
    [InlineData("DataStream.GrantKplWrite")]
    [InlineData("FanOutConsumer.GrantRead")]
    [InlineData("DataStream.GrantKclConsumer")]
    public void A_grant_to_a_role_of_another_accounts_stack_looks_as_approved(string grant)
    {
        var stacks = new Stacks(cdk.NewApp());
        Grants[grant](stacks.Own, Grantees["a role of a stack of another account"](stacks));

        var granted = new JsonObject
        {
            ["their role"] = stacks.Template(stacks.Foreign).OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!.DeepClone(),
            ["our policies"] = new JsonArray([.. stacks.Template(stacks.Own).Resources("AWS::Kinesis::ResourcePolicy").Values
                .Select(policy => policy["Properties"]!.DeepClone())]),
            ["our key"] = stacks.Template(stacks.Own).OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!.DeepClone(),
            ["our stream's name"] = stacks.Template(stacks.Own).OnlyProperties("AWS::Kinesis::Stream")["Name"]!.DeepClone(),
        };

        $"{granted.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true })}\n".ShouldMatchApproved(options =>
            options.WithDiscriminator(grant).WithFileExtension(".policy.json").SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void A_stream_with_the_AWS_managed_key_is_granted_to_no_other_account() =>
        Refusal(stacks => new DataStream(stacks.Own, "Clicks").GrantRead(new AccountPrincipal(Other))).ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by GrantRead:
              The stream's key is alias/aws/kinesis; allowed: a key of your own (CustomerManagedKey or EncryptionKey), since no other account can use the AWS-managed one.
            """);

    [Fact]
    public void What_a_streams_policy_cannot_say_names_ShareRead_and_ShareWrite()
    {
        Refusal(stacks => new DataStream(stacks.Own, "Clicks", Keyed).GrantKplWrite(new AccountPrincipal(Other))).ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by GrantKplWrite:
              The grantee is one whose policies are not written in this app; allowed: ShareWrite with its account, which then grants its principals the rest; or a role that this app makes.
            """);
        Refusal(stacks => new DataStream(stacks.Own, "Clicks", Keyed).Grant(new AccountPrincipal(Other), "kinesis:GetRecords", "kinesis:SplitShard"))
            .ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by Grant:
              actions is kinesis:SplitShard; allowed: kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:GetRecords, kinesis:GetShardIterator, kinesis:ListShards, kinesis:PutRecord, kinesis:PutRecords, since ShareRead and ShareWrite reach no more.
            """);
        Refusal(stacks => new DataStream(stacks.Own, "Clicks", Keyed).GrantEnhancedFanOut(Grantees["a role of a stack of another account"](stacks)))
            .ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by GrantEnhancedFanOut:
              The grantee is not of its account; allowed: a FanOutConsumer beside the stream with ShareRead or GrantRead, since an account registers consumers of its own streams only.
            """);
        Refusal(stacks => Imported(stacks.Own).GrantRead(new AccountPrincipal(Other))).ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by GrantRead:
              The stream is not made in this app; allowed: the same grant, ShareRead or ShareWrite where the stream is made, since its policy is its own stack's to write.
            """);
    }

    [Fact]
    public void A_KCL_application_is_run_in_the_account_of_its_tables() =>
        Refusal(stacks => Grants["KclApplication.GrantRun"](stacks.Own, new AccountPrincipal(Other))).ShouldBe(
            """
            KclApplication 'Kcl' cannot be granted to a principal of account 444455556666: DynamoDB as the library uses it takes no policy that names another account's principals or a service, so grant it to a role of the account it is in, which they may take.
            """);

    [Fact]
    public void A_reader_of_a_stream_of_another_account_is_told_what_that_account_must_add()
    {
        var stacks = new Stacks(cdk.NewApp());
        var stream = DataStream.FromStreamAttributes(stacks.Foreign, "Clicks", new DataStreamAttributes
        {
            StreamArn = StreamArn,
            EncryptionKey = Amazon.CDK.AWS.KMS.Key.FromKeyArn(stacks.Foreign, "Key", $"arn:aws:kms:{Region}:{Own}:key/1a2b3c4d-1234-1234-1234-123456789012"),
        });
        stream.GrantRead(new Role(stacks.Foreign, "Reader", ByAccount()));

        stacks.Template(stacks.Foreign).Allowed().ShouldContain($"Allow kinesis:GetRecords on {StreamArn}");
        stacks.Template(stacks.Foreign).Allowed().ShouldContain(
            $"Allow kms:Decrypt on arn:aws:kms:{Region}:{Own}:key/1a2b3c4d-1234-1234-1234-123456789012");
        stacks.Synthesized().SelectMany(stack => stack.Warnings).ShouldBe(
        [
            """
            /Foreign/Clicks: GrantRead is half of what a principal of account 444455556666 needs, since the stream is of account 111122223333 and not made in this app: have its stack call ShareRead or ShareWrite, or add to the stream's resource policy the statement {"Action":["kinesis:DescribeStream","kinesis:DescribeStreamSummary","kinesis:GetRecords","kinesis:GetShardIterator","kinesis:ListShards"],"Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::444455556666:root"},"Resource":"arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"}, and to its key's policy the statement {"Action":"kms:Decrypt","Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::444455556666:root"},"Resource":"*"} [ack: shardwise:stream-policy-not-here]
            """,
        ]);
    }

    [Fact]
    public void A_stack_without_an_account_cannot_name_its_stream_to_one_that_has_another()
    {
        var app = cdk.NewApp();
        var (agnostic, foreign) = (new Stack(app, "Agnostic"), new Stacks(app).Foreign);

        Should.Throw<InvalidPropsException>(() =>
            new DataStream(agnostic, "Clicks", Keyed).GrantRead(new Role(foreign, "Reader", ByAccount()))).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a principal of account 444455556666 by GrantRead:
              The stream's stack is 'Agnostic' without an account and a region; allowed: an env with both, since the grantee's stack 'Foreign' is of another environment.
            """);
        Should.Throw<InvalidPropsException>(() =>
            new DataStream(agnostic, "Orders").GrantRead(new Role(foreign, "Writer", ByAccount()))).Message.ShouldContain("an env with both");
    }

    [Fact]
    public void Of_several_principals_the_one_of_another_account_decides_and_anybody_is_of_another()
    {
        IPrincipal several = new CompositePrincipal(new AccountPrincipal(Own), new AccountPrincipal(Other));
        foreach (var principal in new[] { several, new AnyPrincipal(), new OrganizationPrincipal("o-1234567890") })
            Refusal(stacks => new DataStream(stacks.Own, "Clicks").GrantRead(principal)).ShouldContain("The stream's key is alias/aws/kinesis");
    }

    [Fact]
    public void In_a_stack_without_an_account_an_imported_role_may_be_of_any()
    {
        var stack = cdk.NewStack();
        var role = Role.FromRoleArn(stack, "Reader", $"arn:aws:iam::{Other}:role/reader");
        new DataStream(stack, "Plain").GrantRead(role);
        new DataStream(stack, "Keyed", Keyed).GrantRead(role);

        var template = CdkFixture.Synthesize(stack);

        template.Allowed().Count(line => line.StartsWith("Allow kinesis:GetRecords", StringComparison.Ordinal)).ShouldBe(2);
        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Kinesis::ResourcePolicy")["ResourceArn"]!).ShouldBe("{KeyedStream.Arn}");
    }

    private static RoleProps ByAccount() => new() { AssumedBy = new AccountRootPrincipal() };

    private static StreamQueue Queue(Stack stack) => new(stack, "Orders", new StreamQueueProps
    {
        Stream = new DataStream(stack, "Clicks", Keyed with { Mode = Amazon.CDK.AWS.Kinesis.StreamMode.ON_DEMAND }),
    });

    private static IDataStream Imported(Stack stack) => DataStream.FromStreamArn(stack, "Clicks", StreamArn);

    // A statement that says something of the stream, and not of its key, its tables or its metrics alone.
    private static bool Reaches(string statement) =>
        Services.Any(service => statement.Contains(service, StringComparison.Ordinal));

    private static IEnumerable<string> Statements(IEnumerable<SynthesizedTemplate> templates, string type, string property, string id = "") =>
        templates.SelectMany(template => template.Resources(type)).Where(resource => resource.Key.StartsWith(id, StringComparison.Ordinal))
            .Select(resource => resource.Value).SelectMany(resource => resource["Properties"]![property]!["Statement"]!.AsArray()).Select(statement => statement!.ToJsonString());

    // Each grant in stacks of its own, all in one app: an app and its synthesis cost as much as what a grant needs.
    private Dictionary<string, Tried> TryAll(string grantee)
    {
        var app = cdk.NewApp();
        var tried = new Dictionary<string, (Stacks Stacks, Exception? Failure)>();
        foreach (var (grant, make) in Grants)
        {
            var stacks = new Stacks(app, grant.Replace(".", "", StringComparison.Ordinal));
            try
            {
                make(stacks.Own, Grantees[grantee](stacks));
                tried[grant] = (stacks, null);
            }
            catch (Exception failure)
            {
                // Half made, it is nothing to synthesize.
                stacks.Remove();
                tried[grant] = (stacks, failure);
            }
        }

        var synthesized = CdkFixture.Synthesize(app);
        return tried.ToDictionary(
            each => each.Key, each => new Tried(each.Value.Failure, each.Value.Failure is null ? each.Value.Stacks.Of(synthesized) : []));
    }

    private string Refusal(Action<Stacks> grant)
    {
        var stacks = new Stacks(cdk.NewApp());
        return Should.Throw<InvalidPropsException>(() => grant(stacks)).Message;
    }

    /// <summary>What became of a grant: the stacks that it needed, or why there is none.</summary>
    private sealed record Tried(Exception? Failure, IReadOnlyList<SynthesizedStack> Synthesized);

    /// <summary>Four stacks, each made when it is first asked for.</summary>
    private sealed class Stacks(Amazon.CDK.App app, string prefix = "")
    {
        private readonly Dictionary<string, Stack> made = [];

        public Stack Own => Made(nameof(Own), GrantAcrossAccountsTests.Own, Region);

        public Stack Beside => Made(nameof(Beside), GrantAcrossAccountsTests.Own, Region);

        public Stack Away => Made(nameof(Away), GrantAcrossAccountsTests.Own, "us-east-1");

        public Stack Foreign => Made(nameof(Foreign), Other, Region);

        public SynthesizedTemplate Template(Stack stack) => CdkFixture.Synthesize(stack);

        public IReadOnlyList<SynthesizedStack> Synthesized() => Of(CdkFixture.Synthesize(app));

        public IReadOnlyList<SynthesizedStack> Of(IReadOnlyDictionary<string, SynthesizedStack> synthesized) =>
            [.. made.Keys.Select(id => synthesized[id])];

        public void Remove()
        {
            foreach (var id in made.Keys)
                app.Node.TryRemoveChild(id).ShouldBeTrue(id);
        }

        private Stack Made(string name, string account, string region)
        {
            var id = $"{prefix}{name}";
            if (!made.TryGetValue(id, out var stack))
                made[id] = stack = new(app, id, new StackProps { Env = new Amazon.CDK.Environment { Account = account, Region = region } });
            return stack;
        }
    }
}
