
namespace Shardwise.Local.Tests.Runtime;

/// <summary>Templates whose JSON has another shape than CloudFormation's: found by <c>build.cs fuzz</c>.</summary>
public sealed class TemplateShapeTests
{
    private const string Rule =
        """ "R":{"Type":"AWS::Events::Rule","Properties":{"ScheduleExpression":"rate(1 minute)","Targets":[TARGET]}} """;

    [Theory]
    [InlineData("""{"Parameters":{}}""", "template of stack 'App': it has no Resources")]
    [InlineData("""{"Resources":[]}""", "template of stack 'App': Resources is []; a JSON object is needed")]
    [InlineData("""{"Resources":{"S":7}}""", "template of stack 'App': Resources: S is 7; a JSON object is needed")]
    [InlineData("""{"Resources":{"Fn::ForEach::Each":["X"]}}""", """template of stack 'App': Resources: Fn::ForEach::Each is ["X"]; a JSON object is needed""")]
    [InlineData("""{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":[]}}}""", "template of stack 'App': Resources.S: Properties is []; a JSON object is needed")]
    [InlineData("""{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Metadata":"x"}}}""", "template of stack 'App': Resources.S: Metadata is \"x\"; a JSON object is needed")]
    [InlineData("""{"Resources":{},"Parameters":{"P":null}}""", "template of stack 'App': Parameters: P is null; a JSON object is needed")]
    [InlineData("""{"Resources":{},"Conditions":"none"}""", "template of stack 'App': Conditions is \"none\"; a JSON object is needed")]
    [InlineData("""{"Resources":{},"Mappings":{"M":{"eu":1}}}""", "template of stack 'App': Mappings.M: eu is 1; a JSON object is needed")]
    [InlineData("""{"Resources":{},"Outputs":{"O":{"Value":1,"Export":"name"}}}""", "template of stack 'App': Outputs.O: Export is \"name\"; a JSON object is needed")]
    [InlineData(
        """{"Resources":{"S":"a text that is far too long to be shown as a whole"}}""",
        "template of stack 'App': Resources: S is \"a text that is far too long to be shown…; a JSON object is needed")]
    public void A_section_or_member_of_another_kind_is_named_with_its_value(string template, string error)
    {
        using var assembly = new TestAssembly(("App", template, []));

        Assert.Equal(error, Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }

    [Theory]
    [InlineData("7", "template: R (AWS::Events::Rule): Targets has 7, which is no JSON object")]
    [InlineData("""{"Arn":"ARN","RetryPolicy":"none"}""", "template: R (AWS::Events::Rule): Targets has RetryPolicy, which is no JSON object")]
    [InlineData("""{"Arn":"ARN","InputTransformer":[]}""", "template: R (AWS::Events::Rule): Targets has InputTransformer, which is no JSON object")]
    public void A_target_of_another_kind_is_named(string target, string error)
    {
        const string Function = """ "F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"f","Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Bucket":"assets","S3Key":"code.zip"}}} """;
        var rule = Rule.Replace("TARGET", target.Replace("ARN", "arn:aws:lambda:us-east-1:000000000000:function:f", StringComparison.Ordinal), StringComparison.Ordinal);
        using var assembly = new TestAssembly($"{Function},{rule}");

        Assert.Equal(error, Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }

    [Fact]
    public void A_parameter_type_that_is_cut_off_is_read_as_what_it_begins_with()
    {
        using var assembly = new TestAssembly(
            """ "S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":{"Ref":"P"},"ShardCount":1}} """,
            ""","Parameters":{"P":{"Type":"AWS::SSM::Parameter::Value<","Default":"/name"}}""");

        var plan = assembly.ReadWith(new Dictionary<string, string> { ["/name"] = "orders" });

        Assert.Equal("orders", Assert.Single(plan.Streams).Name);
    }
}
