using System.Text.Json.Nodes;
using Shardwise.Local.Iam;

namespace Shardwise.Local.Tests.Iam;

public sealed class AccessJudgeTests
{
    private const string Stream = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks";
    private static readonly Caller Consumer = new() { RoleArn = "arn:aws:iam::000000000000:role/app/Consumer", SessionName = "consumer" };

    [Theory]
    [InlineData("kinesis:PutRecord", Stream, true)]
    [InlineData("kinesis:putrecord", Stream, true)]
    [InlineData("kinesis:Put*", Stream, true)]
    [InlineData("kinesis:PutRecor?", Stream, true)]
    [InlineData("kinesis:*", "*", true)]
    [InlineData("*", "*", true)]
    [InlineData("kinesis:PutRecords", Stream, false)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:*:*:stream/clicks", true)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:*:*:stream/click?", true)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:*:stream/clicks", false)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:us-east-1:000000000000:stream/Clicks", false)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:us-east-1:000000000000:stream/*", true)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:us-east-1:000000000000:*", true)]
    [InlineData("kinesis:PutRecord", "arn:aws:kinesis:eu-west-1:000000000000:stream/clicks", false)]
    public void An_action_on_a_resource_is_allowed_by_its_pattern(string action, string resource, bool isAllowed) =>
        Assert.Equal(isAllowed, Judge($$"""{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}""").IsAllowed);

    [Theory]
    [InlineData("""{"Effect":"Allow","NotAction":"kinesis:Delete*","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","NotAction":["s3:*","kinesis:Put*"],"Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","NotResource":"arn:aws:kinesis:*:*:stream/orders"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","NotResource":"arn:aws:kinesis:*:*:stream/c*"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*"}""", false)]
    [InlineData("""{"Effect":"Allow","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","Resource":"arn:aws:kinesis:*:*:stream/${aws:PrincipalTag/stream}"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","Resource":"arn:aws:kinesis:*:*:stream/${aws:PrincipalTag/nothing}"}""", false)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","Resource":"arn:aws:kinesis:*:*:stream/${aws:PrincipalTag/nothing, 'clicks'}"}""", true)]
    [InlineData("""{"Effect":"Allow","Action":"kinesis:*","Resource":"arn:aws:kinesis:*:*:stream/cl${*}cks"}""", false)]
    public void The_other_ways_to_say_which_hold_too(string statement, bool isAllowed) => Assert.Equal(isAllowed, Judge(statement).IsAllowed);

    [Theory]
    [InlineData("StringEquals", "aws:RequestedRegion", """["us-east-1","eu-west-1"]""", true)]
    [InlineData("StringEquals", "aws:RequestedRegion", "\"us-east-2\"", false)]
    [InlineData("StringNotEquals", "aws:RequestedRegion", "\"us-east-1\"", false)]
    [InlineData("StringNotEquals", "aws:RequestedRegion", """["us-east-2","us-east-1"]""", false)]
    [InlineData("StringNotEquals", "test:absent", "\"x\"", true)]
    [InlineData("StringEquals", "test:absent", "\"x\"", false)]
    [InlineData("StringEqualsIfExists", "test:absent", "\"x\"", true)]
    [InlineData("StringEqualsIgnoreCase", "aws:requestedregion", "\"US-EAST-1\"", true)]
    [InlineData("StringLike", "aws:RequestedRegion", "\"us-*\"", true)]
    [InlineData("StringEquals", "aws:RequestedRegion", "\"us-*\"", false)]
    [InlineData("StringNotLike", "aws:RequestedRegion", "\"us-*\"", false)]
    [InlineData("ArnLike", "aws:PrincipalArn", "\"arn:aws:iam::*:role/app/*\"", true)]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "\"arn:aws:iam::*:role/app/*\"", false)]
    [InlineData("ArnEquals", "aws:PrincipalArn", "\"arn:aws:iam::*:role/other\"", false)]
    [InlineData("Bool", "aws:SecureTransport", "\"true\"", true)]
    [InlineData("Bool", "aws:SecureTransport", "false", false)]
    [InlineData("Null", "test:absent", "true", true)]
    [InlineData("Null", "test:absent", "\"false\"", false)]
    [InlineData("Null", "aws:RequestedRegion", "\"false\"", true)]
    [InlineData("NumericLessThanEquals", "test:number", "\"10\"", true)]
    [InlineData("NumericGreaterThan", "test:number", "10", false)]
    [InlineData("NumericNotEquals", "test:number", "10", false)]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "\"2026-01-01T00:00:00Z\"", true)]
    [InlineData("DateLessThan", "aws:CurrentTime", "\"2026-01-01T00:00:00Z\"", false)]
    [InlineData("IpAddress", "test:address", "\"10.0.0.0/8\"", true)]
    [InlineData("NotIpAddress", "test:address", "\"10.1.2.3\"", false)]
    [InlineData("ForAllValues:StringEquals", "test:many", """["a","b","c"]""", true)]
    [InlineData("ForAllValues:StringEquals", "test:many", "\"a\"", false)]
    [InlineData("ForAllValues:StringEquals", "test:absent", "\"a\"", true)]
    [InlineData("ForAnyValue:StringEquals", "test:many", "\"a\"", true)]
    [InlineData("ForAnyValue:StringEquals", "test:absent", "\"a\"", false)]
    [InlineData("StringEquals", "aws:PrincipalTag/stream", "\"${aws:PrincipalTag/stream}\"", true)]
    public void A_condition_holds_as_its_operator_says(string name, string key, string value, bool isAllowed)
    {
        var decision = Judge("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NAME":{"KEY":VALUE}}}"""
            .Replace("NAME", name, StringComparison.Ordinal).Replace("KEY", key, StringComparison.Ordinal).Replace("VALUE", value, StringComparison.Ordinal));

        Assert.Equal((isAllowed, 0), (decision.IsAllowed, decision.NotKnown.Count));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Unheard":{"aws:PrincipalOrgID":"o-1"}}}""")]
    public void What_hangs_on_something_unknown_is_allowed_and_named(string statement) =>
        Assert.Equal((true, "aws:PrincipalOrgID"), (Judge(statement).IsAllowed, Assert.Single(Judge(statement).NotKnown)));

    [Fact]
    public void A_deny_that_hangs_on_something_unknown_does_not_deny()
    {
        var decision = Judge(All, """{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}""");

        Assert.Equal((true, "aws:PrincipalOrgID"), (decision.IsAllowed, Assert.Single(decision.NotKnown)));
    }

    [Fact]
    public void What_is_certain_needs_nothing_that_is_unknown()
    {
        var decision = Judge("""{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""");

        Assert.Equal((false, 0), (decision.IsAllowed, decision.NotKnown.Count));
    }

    private const string All = """{"Effect":"Allow","Action":"*","Resource":"*"}""";

    [Fact]
    public void Refusals_are_the_sentences_that_AWS_writes()
    {
        const string User = $"User: arn:aws:sts::000000000000:assumed-role/Consumer/consumer is not authorized to perform: kinesis:PutRecord on resource: {Stream} ";
        var nothing = new PolicyDocument([]);
        var all = Document(All);
        var deny = Document("""{"Effect":"Deny","Action":"kinesis:Put*","Resource":"*"}""");
        var denyAll = Document("""{"Effect":"Deny","Principal":"*","Action":"kinesis:Put*","Resource":"*"}""");

        Assert.Equal(User + "because no identity-based policy allows the kinesis:PutRecord action", AccessJudge.Judge(Request(), new([nothing]), null).Refusal);
        Assert.Equal(User + "with an explicit deny in an identity-based policy", AccessJudge.Judge(Request(), new([all, deny]), null).Refusal);
        Assert.Equal(User + "with an explicit deny in a resource-based policy", AccessJudge.Judge(Request(), new([all]), denyAll).Refusal);
        Assert.Equal(User + "because no permissions boundary allows the kinesis:PutRecord action", AccessJudge.Judge(Request(), new([all], nothing), null).Refusal);
        Assert.Equal(User + "with an explicit deny in a permissions boundary", AccessJudge.Judge(Request(), new([all], deny), null).Refusal);
        Assert.Equal(
            "User: arn:aws:sts::000000000000:assumed-role/Consumer/consumer is not authorized to perform: kinesis:ListStreams because no identity-based policy allows the kinesis:ListStreams action",
            AccessJudge.Judge(Request() with { Action = "kinesis:ListStreams", Resource = "*" }, new([nothing]), null).Refusal);
        Assert.Equal(
            "User: arn:aws:sts::000000000000:assumed-role/Consumer/consumer is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::lake/a\" because no identity-based policy allows the s3:GetObject action",
            AccessJudge.Judge(Request() with { Action = "s3:GetObject", Resource = "arn:aws:s3:::lake/a" }, new([nothing]), null).Refusal);
    }

    [Theory]
    [InlineData("\"*\"", true)]
    [InlineData("""{"AWS":"*"}""", true)]
    [InlineData("""{"AWS":"arn:aws:iam::000000000000:role/app/Consumer"}""", true)]
    [InlineData("""{"AWS":"arn:aws:sts::000000000000:assumed-role/Consumer/consumer"}""", true)]
    [InlineData("""{"AWS":["arn:aws:iam::000000000000:role/app/Other"]}""", false)]
    [InlineData("""{"AWS":"arn:aws:iam::000000000000:root"}""", false)]
    [InlineData("""{"AWS":"000000000000"}""", false)]
    [InlineData("""{"Service":"events.amazonaws.com"}""", false)]
    public void A_resource_allows_whom_its_policy_names(string principal, bool isAllowed)
    {
        var policy = Document($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"kinesis:PutRecord","Resource":"*"}""");

        Assert.Equal(isAllowed, AccessJudge.Judge(Request(), CallerPolicies.None, policy).IsAllowed);
    }

    [Theory]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:root\"}", false)]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:role/app/Other\"}", true)]
    [InlineData("\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::000000000000:role/app/Consumer\"}", true)]
    [InlineData("\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::000000000000:role/app/Other\"}", false)]
    public void A_resource_refuses_whom_its_policy_names(string principal, bool isAllowed)
    {
        var policy = Document($$"""{"Effect":"Deny",{{principal}},"Action":"kinesis:*","Resource":"*"}""");

        Assert.Equal(isAllowed, AccessJudge.Judge(Request(), new([Document(All)]), policy).IsAllowed);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_may_allow_all_but_what_is_denied()
    {
        var policies = new CallerPolicies([]) { NotRead = ["arn:aws:iam::aws:policy/Unheard"] };
        var denied = policies with { Identity = [Document("""{"Effect":"Deny","Action":"*","Resource":"*"}""")] };

        Assert.Equal((true, "arn:aws:iam::aws:policy/Unheard"), (AccessJudge.Judge(Request(), policies, null).IsAllowed, Assert.Single(AccessJudge.Judge(Request(), policies, null).NotKnown)));
        Assert.False(AccessJudge.Judge(Request(), denied, null).IsAllowed);
    }

    [Fact]
    public void In_policies_of_2008_a_variable_is_text()
    {
        var document = PolicyDocument.Read(JsonNode.Parse("""{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:kinesis:*:*:stream/${aws:PrincipalTag/stream}"}}"""));

        Assert.False(AccessJudge.Judge(Request(), new([document]), null).IsAllowed);
    }

    private static AccessDecision Judge(params string[] statements) => AccessJudge.Judge(Request(), new([.. statements.Select(Document)]), null);

    private static PolicyDocument Document(string statement) => PolicyDocument.Read(JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}"""));

    private static AccessRequest Request() => new(Consumer, "kinesis:PutRecord", Stream, new PolicyContext()
        .With("aws:RequestedRegion", "us-east-1")
        .With("aws:SecureTransport", "true")
        .With("aws:PrincipalArn", Consumer.RoleArn)
        .With("aws:CurrentTime", "2026-11-20T00:00:00Z")
        .With("aws:PrincipalTag/stream", "clicks")
        .With("test:number", "10")
        .With("test:address", "10.1.2.3")
        .With("test:many", "a", "b")
        .Only("test:")
        .Only("aws:PrincipalTag/"));
}
