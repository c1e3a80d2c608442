using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
using Shardwise.Constructs.Validation;
using Shouldly;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace Shardwise.Constructs.Tests.Consumers;

/// <summary>Where and how the function runs.</summary>
[Collection(CdkFixture.Name)]
public sealed class EtlConsumerFunctionTests(CdkFixture cdk)
{
    private const string Provider = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:web";

    private const string LambdaTrust = "lambda.amazonaws.com";

    [Fact]
    public void A_consumer_with_everything_looks_as_approved() => CdkFixture.Synthesize(Everything()).Snapshot()
        .ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_function_in_a_vpc_may_have_network_interfaces_before_it_is_made()
    {
        var template = Synthesize(stack => new FunctionSettings { Vpc = NewVpc(stack) });

        template.Allowed().ShouldContain("Allow ec2:CreateNetworkInterface on *");
        template.OnlyProperties("AWS::Lambda::Function")["VpcConfig"]!["SubnetIds"]!.AsArray().Count.ShouldBe(1);
        template.Only("AWS::Lambda::Function")["DependsOn"]!.ToJsonString().ShouldContain("EtlRoleDefaultPolicy", Case.Sensitive);
        Gate(template, "order.mjs").ShouldBeEmpty();
    }

    [Fact]
    public void A_role_of_the_users_gets_a_policy_beside_it_for_which_the_function_waits()
    {
        var template = Synthesize(stack => new FunctionSettings
        {
            Role = new Role(stack, "Mine", new RoleProps { AssumedBy = new ServicePrincipal(LambdaTrust) }),
        });

        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Lambda::Function")["Role"]!).ShouldBe("{Mine.Arn}");
        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::IAM::Policy")["Roles"]![0]!).ShouldBe("{Mine}");
        template.Allowed().ShouldContain("Allow kinesis:GetRecords on {ClicksStream.Arn}");
        template.Allowed().ShouldContain("Allow xray:PutTraceSegments on *");
        template.OnlyProperties("AWS::Lambda::Function")["TracingConfig"]!["Mode"]!.ToString().ShouldBe("Active");
        Gate(template, "order.mjs").ShouldBeEmpty();
    }

    // The role's stack would otherwise depend on the consumer's, which depends on it.
    [Fact]
    public void A_role_of_another_stack_makes_no_circle()
    {
        var app = cdk.NewApp();
        var (identity, stack) = (new Stack(app, "Identity"), new Stack(app, "Test"));
        var role = new Role(identity, "Mine", new RoleProps { AssumedBy = new ServicePrincipal(LambdaTrust) });

        _ = new EtlConsumer(stack, "Etl", Props(stack) with { Function = new FunctionSettings { Role = role, Vpc = NewVpc(stack) } });

        CdkFixture.Synthesize(stack).Allowed().ShouldContain("Allow ec2:CreateNetworkInterface on *");
    }

    [Fact]
    public void A_role_that_takes_no_policies_gets_none()
    {
        var template = Synthesize(stack => new FunctionSettings { Role = Mine(stack), Tracing = Tracing.DISABLED });

        template.Resources("AWS::IAM::Policy").ShouldBeEmpty();
        template.Only("AWS::Lambda::Function")["DependsOn"].ShouldBeNull();
    }

    [Fact]
    public void A_vpc_that_is_made_beside_it_gives_its_private_subnets()
    {
        var template = Synthesize(stack => new FunctionSettings { Vpc = new Vpc(stack, "Vpc", new VpcProps { MaxAzs = 2, NatGateways = 1 }) });

        template.OnlyProperties("AWS::Lambda::Function")["VpcConfig"]!["SubnetIds"]!.AsArray().Select(id => id!["Ref"]!.ToString())
            .ShouldAllBe(id => id.StartsWith("VpcPrivateSubnet", StringComparison.Ordinal));
        Gate(template, "order.mjs").ShouldBeEmpty();
    }

    // Of its subnets nothing is known but a list that is split when the stack is deployed.
    [Fact]
    public void A_vpc_of_which_everything_is_known_when_it_is_deployed_is_taken()
    {
        var template = Synthesize(stack => new FunctionSettings
        {
            Name = new CfnParameter(stack, "Name").ValueAsString,
            Vpc = Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
            {
                VpcId = Fn.ImportValue("vpc"),
                AvailabilityZones = ["eu-west-1a", "eu-west-1b"],
                PrivateSubnetIds = [Fn.Select(0, Fn.Split(",", Fn.ImportValue("subnets"))), Fn.Select(1, Fn.Split(",", Fn.ImportValue("subnets")))],
            }),
        });

        template.OnlyProperties("AWS::Lambda::Function")["VpcConfig"]!["SubnetIds"]!.AsArray().Count.ShouldBe(2);
        template.OnlyProperties("AWS::Lambda::Function")["FunctionName"]!["Ref"]!.ToString().ShouldBe("Name");
    }

    [Fact]
    public void Grants_reach_the_role_of_what_has_one()
    {
        var stack = cdk.NewStack();
        var table = new Table(stack, "Seen", new TableProps { PartitionKey = new Attribute { Name = "id", Type = AttributeType.STRING } });
        var transform = new TransformFunction(stack, "Clean", new TransformFunctionProps
        {
            AssetDirectory = cdk.Published("Clean"),
            Handler = "Clean::Clean.Function::Handle",
        });

        foreach (var grantee in new IGrantable[] { new EtlConsumer(stack, "Etl", Props(stack)), transform })
            table.Grant(grantee, "dynamodb:PutItem");

        CdkFixture.Synthesize(stack).Allowed().Count(line => line == "Allow dynamodb:PutItem on {Seen.Arn}").ShouldBe(2);
    }

    [Fact]
    public void A_transform_takes_the_same_settings()
    {
        var stack = cdk.NewStack();

        _ = new TransformFunction(stack, "Clean", new TransformFunctionProps
        {
            AssetDirectory = cdk.Published("Clean"),
            Handler = "Clean::Clean.Function::Handle",
            Function = new FunctionSettings { Name = "clean", ReservedConcurrency = 5, Tracing = Tracing.DISABLED },
        });

        var function = CdkFixture.Synthesize(stack).OnlyProperties("AWS::Lambda::Function");
        function["FunctionName"]!.ToString().ShouldBe("clean");
        function["ReservedConcurrentExecutions"]!.GetValue<int>().ShouldBe(5);
        function["TracingConfig"].ShouldBeNull();
    }

    [Fact]
    public void With_SnapStart_the_mapping_calls_an_alias_of_the_newest_version()
    {
        var template = Synthesize(_ => new FunctionSettings { SnapStart = true });

        template.OnlyProperties("AWS::Lambda::Function")["SnapStart"]!["ApplyOn"]!.ToString().ShouldBe("PublishedVersions");
        template.OnlyProperties("AWS::Lambda::Alias")["Name"]!.ToString().ShouldBe("live");
        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Lambda::EventSourceMapping")["FunctionName"]!).ShouldBe("{EtlLive}");
        Gate(template, "order.mjs").ShouldBeEmpty();
        Gate(template, "alarms.mjs").ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_known_when_the_stack_is_deployed_reach_the_template_as_they_are()
    {
        var stack = cdk.NewStack();
        double Number(string id) => new CfnParameter(stack, id, new CfnParameterProps { Type = "Number" }).ValueAsNumber;

        _ = new EtlConsumer(stack, "Etl", Props(stack) with
        {
            MemoryMb = Number("Memory"),
            BatchSize = Number("Batch"),
            ParallelizationFactor = Number("Parallel"),
            RetryAttempts = Number("Retries"),
            TumblingWindow = TimeSpan.FromSeconds(60),
            Function = new FunctionSettings { ReservedConcurrency = Number("Reserved"), EphemeralStorageMiB = Number("Storage") },
        });

        var template = CdkFixture.Synthesize(stack);
        var (function, mapping) = (template.OnlyProperties("AWS::Lambda::Function"), template.OnlyProperties("AWS::Lambda::EventSourceMapping"));
        ((string?[])
        [
            function["MemorySize"]!["Ref"]!.ToString(), function["ReservedConcurrentExecutions"]!["Ref"]!.ToString(),
            function["EphemeralStorage"]!["Size"]!["Ref"]!.ToString(), mapping["BatchSize"]!["Ref"]!.ToString(),
            mapping["ParallelizationFactor"]!["Ref"]!.ToString(), mapping["MaximumRetryAttempts"]!["Ref"]!.ToString(),
        ]).ShouldBe(["Memory", "Reserved", "Storage", "Batch", "Parallel", "Retries"]);
    }

    // What a TimeSpan cannot hold is set underneath, as the properties' documentation says.
    [Fact]
    public void A_duration_known_when_the_stack_is_deployed_is_set_underneath()
    {
        var stack = cdk.NewStack();
        var age = new CfnParameter(stack, "Age", new CfnParameterProps { Type = "Number" });

        new EtlConsumer(stack, "Etl", Props(stack)).Mapping.MaximumRecordAgeInSeconds = age.ValueAsNumber;

        CdkFixture.Synthesize(stack).OnlyProperties("AWS::Lambda::EventSourceMapping")["MaximumRecordAgeInSeconds"]!["Ref"]!.ToString().ShouldBe("Age");
    }

    [Fact]
    public void What_Lambda_would_not_take_is_refused_in_one_message() =>
        Refusal(stack => new FunctionSettings
        {
            Name = "no spaces",
            Subnets = new SubnetSelection(),
            SecurityGroups = [SecurityGroup.FromSecurityGroupId(stack, "Group", "sg-1")],
            Layers = [.. Enumerable.Range(0, 6)
                .Select(i => LayerVersion.FromLayerVersionArn(stack, $"Layer{i}", $"arn:aws:lambda:eu-west-1:1:layer:a:{i}"))],
            ReservedConcurrency = -1,
            EphemeralStorageMiB = 1024,
            SnapStart = true,
        }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Function.Name is 'no spaces'; allowed: 1 to 64 of a-z A-Z 0-9 _ -.
              Function.Subnets is given; allowed: none, since Vpc is not given.
              Function.SecurityGroups is 1 security groups; allowed: none, since Vpc is not given.
              Function.Layers is 6 layers; allowed: at most 5.
              Function.ReservedConcurrency is -1; allowed: a whole number from 0 to 2,147,483,647.
              Function.EphemeralStorageMiB is 1,024; allowed: a whole number from 512 to 512.
            """);

    [Fact]
    public void Public_subnets_are_refused_by_their_names() =>
        Refusal(stack => new FunctionSettings { Vpc = NewVpc(stack), Subnets = new SubnetSelection { SubnetType = SubnetType.PUBLIC } }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Function.Subnets is subnet-00000002; allowed: private subnets, since a function in a public one has no public address and no way out.
            """);

    [Fact]
    public void A_choice_of_no_subnet_is_refused_without_a_word_of_the_cdk() =>
        Refusal(stack => new FunctionSettings { Vpc = NewVpc(stack), Subnets = new SubnetSelection { SubnetGroupName = "None" } }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Function.Subnets is a choice of none; allowed: at least one private subnet.
            """);

    [Fact]
    public void A_function_on_managed_instances_looks_as_approved()
    {
        var stack = cdk.NewStack();
        _ = new EtlConsumer(stack, "Etl", Props(stack) with
        {
            MemoryMb = 32_768,
            Timeout = TimeSpan.FromSeconds(5_400),
            MaxDelay = TimeSpan.FromHours(1),
            Function = new FunctionSettings
            {
                ManagedInstances = new ManagedInstances { CapacityProviderArn = Provider, MemoryGiBPerVcpu = 4, MaxConcurrency = 64 },
            },
        });

        CdkFixture.Synthesize(stack).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());
    }

    // LambdaManagedInstancesCapacityProviderConfig, and what of a function is more there.
    [Fact]
    public void Long_calls_and_much_memory_are_for_managed_instances_only()
    {
        EtlConsumerProps Large(Stack stack, ManagedInstances? instances, int over) => Props(stack) with
        {
            MemoryMb = (instances is null ? 10_240 : 32_768) + over,
            Timeout = TimeSpan.FromSeconds((instances is null ? 900 : 5_400) + over),
            Function = new FunctionSettings { ManagedInstances = instances },
        };
        string Refused(ManagedInstances? instances) =>
            Should.Throw<InvalidPropsException>(() => cdk.NewStack() is var stack ? new EtlConsumer(stack, "Etl", Large(stack, instances, 1)) : null).Message;

        Should.NotThrow(() => cdk.NewStack() is var stack ? new EtlConsumer(stack, "Etl", Large(stack, null, 0)) : null);
        Refused(null).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              MemoryMb is 10,241; allowed: a whole number from 128 to 10,240.
              Timeout is 901 s; allowed: whole seconds, from 1 s to 900 s.
            """);
        Refused(new ManagedInstances { CapacityProviderArn = "web", MemoryGiBPerVcpu = 9, MaxConcurrency = 1_601 }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Function.ManagedInstances.CapacityProviderArn is 'web'; allowed: arn:aws:lambda:REGION:ACCOUNT:capacity-provider:NAME.
              Function.ManagedInstances.MemoryGiBPerVcpu is 9; allowed: 2 to 8.
              Function.ManagedInstances.MaxConcurrency is 1,601; allowed: a whole number from 1 to 1,600.
              MemoryMb is 32,769; allowed: a whole number from 128 to 32,768.
              Timeout is 5,401 s; allowed: whole seconds, from 1 s to 5,400 s.
            """);
    }

    [Theory]
    [InlineData("dotnet8", "is deprecated since 2026-11-10 and gets no security updates: Lambda makes no function with it from 2027-02-01 on and "
        + "changes none from 2027-03-03 on. Use dotnet10.")]
    [InlineData("dotnet10", null)]
    public void A_runtime_that_has_ended_is_warned_of(string runtime, string? warning)
    {
        var stack = cdk.NewStack();
        var etl = new EtlConsumer(stack, "Etl", Props(stack));
        ((CfnFunction)etl.Function.Node.DefaultChild!).Runtime = runtime;

        Warnings.Of(stack).ShouldBe(warning is null ? [] : [$"The function's runtime {runtime} {warning}"]);
    }

    // Functions of others, that a delivery stream calls.
    [Fact]
    public void A_transform_of_yours_whose_runtime_has_ended_is_warned_of()
    {
        var stack = cdk.NewStack();
        var function = new Function(stack, "Clean", new Amazon.CDK.AWS.Lambda.FunctionProps
        {
            Runtime = Runtime.PYTHON_3_9,
            Handler = "index.handler",
            Code = Code.FromInline("def handler(event, context): return event"),
        });
        _ = new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Destination = new S3Destination
            {
                Bucket = Amazon.CDK.AWS.S3.Bucket.FromBucketName(stack, "Lake", "example-lake"),
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = function } },
            },
        });

        Warnings.Of(stack).ShouldBe(
        [
            "The function's runtime python3.9 is deprecated since 2025-12-15 and gets no security updates: Lambda makes no function with it from "
            + "2027-02-01 on and changes none from 2027-03-03 on. Use python3.14.",
        ]);
    }

    private static string[] Gate(SynthesizedTemplate template, string script) => TemplateGate.Over(script, template.Snapshot());

    private static IRole Mine(Stack stack) =>
        Role.FromRoleArn(stack, "Mine", "arn:aws:iam::111122223333:role/mine", new FromRoleArnOptions { Mutable = false });

    private static IVpc NewVpc(Stack stack) => Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
    {
        VpcId = "vpc-00000001",
        AvailabilityZones = ["eu-west-1a"],
        PrivateSubnetIds = ["subnet-00000001"],
        PublicSubnetIds = ["subnet-00000002"],
        VpcCidrBlock = "10.0.0.0/16",
    });

    private Stack Everything()
    {
        var stack = cdk.NewStack();
        var key = new Key(stack, "Key", new KeyProps { EnableKeyRotation = true });
        var bucket = Amazon.CDK.AWS.S3.Bucket.FromBucketAttributes(stack, "Failures", new Amazon.CDK.AWS.S3.BucketAttributes
        {
            BucketName = "failures",
            EncryptionKey = key,
        });
        var etl = new EtlConsumer(stack, "Etl", Props(stack) with
        {
            EnhancedFanOut = true,
            Enabled = false,
            StartingPosition = StartingPosition.AT_TIMESTAMP,
            StartingTime = new DateTimeOffset(2026, 11, 1, 6, 30, 0, 500, TimeSpan.Zero),
            Filters =
            [
                FilterCriteria.Filter(new Dictionary<string, object>
                {
                    ["data"] = new Dictionary<string, object> { ["kind"] = FilterRule.IsEqual("click") },
                }),
            ],
            FilterKey = key,
            OnFailure = FailureDestination.ToBucket(bucket),
            Function = new FunctionSettings
            {
                Name = "clicks-etl",
                Role = Role.FromRoleName(stack, "Given", "clicks-etl"),
                Vpc = NewVpc(stack),
                SecurityGroups = [SecurityGroup.FromSecurityGroupId(stack, "Group", "sg-00000001")],
                Layers = [LayerVersion.FromLayerVersionArn(stack, "Layer", "arn:aws:lambda:eu-west-1:111122223333:layer:tools:1")],
                ReservedConcurrency = 20,
                EphemeralStorageMiB = 512,
                EnvironmentKey = key,
                Tracing = Tracing.ACTIVE,
                LogLevel = ApplicationLogLevel.WARN,
                SystemLogLevel = SystemLogLevel.WARN,
                SnapStart = true,
            },
            Environment = new Dictionary<string, string> { ["OUTPUT"] = "lake" },
        });
        etl.GrantPut(bucket, "clicks/");
        return stack;
    }

    private string Refusal(Func<Stack, FunctionSettings> settings) => Should.Throw<InvalidPropsException>(() => Synthesize(settings)).Message;

    private SynthesizedTemplate Synthesize(Func<Stack, FunctionSettings> settings)
    {
        var stack = cdk.NewStack();
        _ = new EtlConsumer(stack, "Etl", Props(stack) with { Function = settings(stack) });
        return CdkFixture.Synthesize(stack);
    }

    private EtlConsumerProps Props(Stack stack) => new()
    {
        Stream = new DataStream(stack, "Clicks"),
        AssetDirectory = cdk.Published("Clicks"),
        Handler = "Clicks::Clicks.Function::HandleAsync",
    };
}
