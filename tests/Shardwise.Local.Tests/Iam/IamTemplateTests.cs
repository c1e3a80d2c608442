using System.Text.Json.Nodes;
using Shardwise.Local.Iam;
using Shardwise.Local.Routing;

namespace Shardwise.Local.Tests.Iam;

public sealed class IamTemplateTests
{
    private const string Role = "arn:aws:iam::000000000000:role/R";
    private readonly List<string> _said = [];

    [Fact]
    public void A_role_has_its_inline_attached_and_managed_policies()
    {
        var guard = Guard(
            Resource("AWS::IAM::Role", "R", Role, """
                {"Policies":[{"PolicyName":"p","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s:inline","Resource":"*"}]}}],
                 "ManagedPolicyArns":["arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole","arn:aws:iam::000000000000:policy/Given"],
                 "Tags":[{"Key":"team","Value":"clicks"}]}
                """),
            Resource("AWS::IAM::Policy", "P", "", """{"Roles":["Other","R"],"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s:attached","Resource":"*"}]}}"""),
            Resource("AWS::IAM::RolePolicy", "RP", "", """{"RoleName":"R","PolicyDocument":{"Statement":{"Effect":"Allow","Action":"s:rolePolicy","Resource":"*"}}}"""),
            Resource("AWS::IAM::ManagedPolicy", "M", "arn:aws:iam::000000000000:policy/M", """{"Roles":["R"],"PolicyDocument":{"Statement":{"Effect":"Allow","Action":"s:managed","Resource":"*"}}}"""),
            Resource("AWS::IAM::ManagedPolicy", "Given", "arn:aws:iam::000000000000:policy/Given", """
                {"PolicyDocument":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s:given","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"clicks"}}}}}
                """),
            Resource("AWS::IAM::Policy", "Q", "", """{"Roles":["Other"],"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s:others","Resource":"*"}]}}"""));

        Assert.All(
            ["s:inline", "s:attached", "s:rolePolicy", "s:managed", "s:given", "kinesis:GetRecords", "logs:PutLogEvents"],
            action => Assert.Null(guard.Judge(Role, "f", new NeededPermission(action, "arn:aws:s:::x"))));
        Assert.NotNull(guard.Judge(Role, "f", new NeededPermission("s:others", "arn:aws:s:::x")));
        Assert.NotNull(guard.Judge(Role, "f", new NeededPermission("kinesis:PutRecord", "arn:aws:s:::x")));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_managed_policy_that_nobody_here_knows_is_said_once()
    {
        var guard = Guard(Resource("AWS::IAM::Role", "R", Role, """{"ManagedPolicyArns":["arn:aws:iam::aws:policy/AmazonTextractFullAccess"]}"""));

        Assert.Null(guard.Judge(Role, "f", new NeededPermission("kinesis:PutRecord", "arn:aws:s:::x")));
        Assert.Null(guard.Judge(Role, "f", new NeededPermission("kinesis:PutRecords", "arn:aws:s:::x")));
        Assert.Equal("permissions: arn:aws:iam::aws:policy/AmazonTextractFullAccess is not known here; what hangs on it is allowed", Assert.Single(_said));
    }

    [Fact]
    public void A_service_may_what_the_resource_lets_it_and_for_the_source_that_it_names()
    {
        var guard = Guard(
            Resource("AWS::SQS::Queue", "q", "arn:aws:sqs:us-east-1:000000000000:q", "{}"),
            Resource("AWS::SQS::QueuePolicy", "P", "", """
                {"Queues":["https://sqs.us-east-1.amazonaws.com/000000000000/q"],"PolicyDocument":{"Version":"2012-10-17","Statement":
                {"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:q","Condition":{"ArnEquals":{"aws:SourceArn":"arn:topic"}}}}}
                """),
            Resource("AWS::Lambda::Function", "f", "arn:aws:lambda:us-east-1:000000000000:function:f", "{}"),
            Resource("AWS::Lambda::Permission", "L", "", """{"FunctionName":"arn:aws:lambda:us-east-1:000000000000:function:f","Action":"lambda:InvokeFunction","Principal":"events.amazonaws.com","SourceArn":"arn:rule"}"""));
        var inline = Guard(
            Resource("AWS::SQS::Queue", "q", "arn:aws:sqs:us-east-1:000000000000:q", "{}"),
            Resource("AWS::SQS::QueueInlinePolicy", "P", "", """
                {"Queue":"https://x/0/q","PolicyDocument":{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:*","Resource":"*"}}}
                """),
            Resource("AWS::SNS::TopicInlinePolicy", "T", "", """
                {"TopicArn":"arn:aws:sns:us-east-1:000000000000:t","PolicyDocument":{"Statement":{"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"*"}}}
                """));
        var send = new NeededPermission("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:q");
        var invoke = new NeededPermission("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:000000000000:function:f");

        Assert.Null(inline.JudgeService("sns.amazonaws.com", "arn:any", send));
        Assert.Null(inline.JudgeService("events.amazonaws.com", "arn:any", new NeededPermission("sns:Publish", "arn:aws:sns:us-east-1:000000000000:t")));
        Assert.Null(guard.JudgeService("sns.amazonaws.com", "arn:topic", send));
        Assert.Equal(
            "User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:q because no resource-based policy allows the sqs:SendMessage action",
            guard.JudgeService("sns.amazonaws.com", "arn:other", send));
        Assert.NotNull(guard.JudgeService("events.amazonaws.com", "arn:topic", send));
        Assert.Null(guard.JudgeService("events.amazonaws.com", "arn:rule", invoke));
        Assert.NotNull(guard.JudgeService("events.amazonaws.com", "arn:other", invoke));
        Assert.NotNull(guard.JudgeService("sns.amazonaws.com", "arn:rule", invoke));
    }

    private AccessGuard Guard(params IamResource[] resources) =>
        new(IamTemplate.Read(resources), "us-east-1", "000000000000", TimeProvider.System, _said.Add);

    private static IamResource Resource(string type, string name, string arn, string properties) =>
        new(type, name, name, arn, JsonNode.Parse(properties)!.AsObject());
}
