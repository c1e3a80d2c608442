using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Producers;

[Collection(CdkFixture.Name)]
public sealed class StreamApiTests(CdkFixture cdk)
{
    [Fact]
    public void An_api_looks_as_approved() =>
        Synthesize().Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_request_is_signed_checked_and_put_as_it_is()
    {
        var method = Synthesize().OnlyProperties("AWS::ApiGateway::Method");

        method["AuthorizationType"]!.ToString().ShouldBe("AWS_IAM");
        method["RequestValidatorId"].ShouldNotBeNull();
        var template = SynthesizedTemplate.Plain(method["Integration"]!["RequestTemplates"]!["application/json"]!);
        template.ShouldContain("\"StreamName\": \"{ClicksStream}\"");
        template.ShouldContain("$util.escapeJavaScript($input.path('$.partitionKey'))");
        method["Integration"]!["PassthroughBehavior"]!.ToString().ShouldBe("NEVER");
    }

    [Fact]
    public void Its_role_may_put_a_record_and_its_caller_may_call_the_one_method() => Synthesize().Allowed().ShouldBe(
    [
        "Allow execute-api:Invoke on arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:{InApi}/live/POST/records",
        "Allow kinesis:PutRecord on {ClicksStream.Arn}",
    ]);

    [Fact]
    public void It_sets_nothing_for_the_whole_account() => Synthesize().Resources("AWS::ApiGateway::Account").ShouldBeEmpty();

    [Fact]
    public void What_the_gateway_would_not_take_is_refused_in_one_message() =>
        Should.Throw<InvalidPropsException>(() =>
            new StreamApi(null!, "In", new StreamApiProps { Stream = null!, RequestsPerSecond = 10_001, Burst = 0 })).Message.ShouldBe(
            """
            StreamApi 'In' has invalid properties:
              RequestsPerSecond is 10,001; allowed: a whole number from 1 to 10,000.
              Burst is 0; allowed: a whole number from 1 to 5,000.
            """);

    private SynthesizedTemplate Synthesize()
    {
        var stack = cdk.NewStack();
        new StreamApi(stack, "In", new StreamApiProps { Stream = new DataStream(stack, "Clicks") })
            .GrantPut(Role.FromRoleName(stack, "Producer", "producer"));
        return CdkFixture.Synthesize(stack);
    }
}
