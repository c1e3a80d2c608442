using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shardwise.Constructs.Tests.Defaults;
using Shouldly;

namespace Shardwise.Constructs.Tests.Producers;

[Collection(CdkFixture.Name)]
public sealed class StreamApiTests(CdkFixture cdk)
{
    [Fact]
    public void An_api_looks_as_approved() =>
        Plain.Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_request_is_signed_checked_and_put_as_it_is()
    {
        var method = Plain.OnlyProperties("AWS::ApiGateway::Method");

        method["AuthorizationType"]!.ToString().ShouldBe("AWS_IAM");
        method["RequestValidatorId"].ShouldNotBeNull();
        var template = SynthesizedTemplate.Plain(method["Integration"]!["RequestTemplates"]!["application/json"]!);
        template.ShouldContain("\"StreamName\": \"{ClicksStream}\"", Case.Sensitive);
        template.ShouldContain("$util.escapeJavaScript($input.path('$.partitionKey'))", Case.Sensitive);
        method["Integration"]!["PassthroughBehavior"]!.ToString().ShouldBe("NEVER");
    }

    [Fact]
    public void Its_role_may_put_a_record_and_its_caller_may_call_the_one_method() => Plain.Allowed().ShouldBe(
    [
        "Allow execute-api:Invoke on arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:{InApi}/live/POST/records",
        "Allow kinesis:PutRecord on {ClicksStream.Arn}",
    ]);

    [Fact]
    public void It_sets_nothing_for_the_whole_account() => Plain.Resources("AWS::ApiGateway::Account").ShouldBeEmpty();

    [Fact]
    public void An_api_is_called_by_its_path_from_the_second_version_of_the_defaults_on_and_as_it_is_told()
    {
        Plain.OnlyProperties("AWS::ApiGateway::RestApi")["Name"]!.ToString().ShouldBe("Api");
        Synthesize("clicks").OnlyProperties("AWS::ApiGateway::RestApi")["Name"]!.ToString().ShouldBe("clicks");
        using (new Under(ConstructDefaults.V2))
        {
            var template = Synthesize();
            var name = template.OnlyProperties("AWS::ApiGateway::RestApi")["Name"]!.ToString();
            name.ShouldStartWith("Test-In-", Case.Sensitive);
            template.Alarm("5XXError")["Dimensions"]![0]!["Value"]!.ToString().ShouldBe(name);
        }
    }

    [Fact]
    public void Numbers_known_when_the_stack_is_deployed_reach_the_stage()
    {
        var stack = cdk.NewStack();
        double Number(string id) => new CfnParameter(stack, id, new CfnParameterProps { Type = "Number" }).ValueAsNumber;

        _ = new StreamApi(stack, "In", new StreamApiProps
        {
            Stream = new DataStream(stack, "Clicks"),
            RequestsPerSecond = Number("Rate"),
            Burst = Number("Most"),
        });

        var settings = CdkFixture.Synthesize(stack).OnlyProperties("AWS::ApiGateway::Stage")["MethodSettings"]![0]!;
        settings["ThrottlingRateLimit"]!["Ref"]!.ToString().ShouldBe("Rate");
        settings["ThrottlingBurstLimit"]!["Ref"]!.ToString().ShouldBe("Most");
    }

    [Fact]
    public void What_the_gateway_would_not_take_is_refused_in_one_message() =>
        Should.Throw<InvalidPropsException>(() =>
            new StreamApi(null!, "In", new StreamApiProps { Stream = null!, ApiName = "Klicks für alle", RequestsPerSecond = 10_001, Burst = 0 })).Message.ShouldBe(
            """
            StreamApi 'In' has invalid properties:
              ApiName is 'Klicks für alle'; allowed: 1 to 128 printable characters of ASCII.
              RequestsPerSecond is 10,001; allowed: a whole number from 1 to 10,000.
              Burst is 0; allowed: a whole number from 1 to 5,000.
            """);

    // By the first version of the defaults.
    private SynthesizedTemplate Plain => cdk.Once("a plain API", () => Synthesize());

    private SynthesizedTemplate Synthesize(string? name = null)
    {
        var stack = cdk.NewStack();
        new StreamApi(stack, "In", new StreamApiProps { Stream = new DataStream(stack, "Clicks"), ApiName = name })
            .GrantPut(Role.FromRoleName(stack, "Producer", "producer"));
        return CdkFixture.Synthesize(stack);
    }
}
