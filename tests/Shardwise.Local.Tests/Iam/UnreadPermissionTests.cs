using Shardwise.Local.Iam;
using Shardwise.Local.Routing;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Iam;

/// <summary>Permissions that name what no stack here has: what they may allow is allowed, and said.</summary>
public sealed class UnreadPermissionTests
{
    private const string Role = "arn:aws:iam::000000000000:role/r";

    private const string Unknown = """{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::ImportValue":"of-another-account"} }""";

    private const string Reason = "Properties: Fn::ImportValue names 'of-another-account', which no stack that runs here exports";

    [Theory]
    [InlineData("Policy", "AWS::IAM::Policy", """
        "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"r"} },
        "Policy":{"Type":"AWS::IAM::Policy","Properties":{"PolicyName":"p","Roles":[{"Ref":"Role"}],"PolicyDocument":{"Statement":[STATEMENT]} } }
        """)]
    [InlineData("Role", "AWS::IAM::Role", """
        "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"r","Policies":[{"PolicyName":"p","PolicyDocument":{"Statement":[STATEMENT]} }]} }
        """, "permissions: AWS::IAM::Role Role is not known here; what hangs on it is allowed")]
    public void A_role_whose_policy_cannot_be_read_may_do_everything_and_it_is_said(string resource, string type, string resources, string? also = null)
    {
        var said = new List<string>();
        using var assembly = new TestAssembly(resources.Replace("STATEMENT", Unknown, StringComparison.Ordinal));
        var guard = new AccessGuard(PermissionReader.Read(assembly.Read(), said.Add), "us-east-1", "000000000000", TimeProvider.System, said.Add);

        Assert.Null(guard.Judge(Role, "f", new NeededPermission("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:q")));

        string[] expected = [$"permissions: template: {resource} ({type}): {Reason}; what it may allow is allowed", .. also is null ? (string[])[] : [also]];
        Assert.Equal(expected, said);
    }

    [Fact]
    public void A_resource_policy_that_cannot_be_read_is_said_and_left_out()
    {
        var said = new List<string>();
        using var assembly = new TestAssembly($$"""
            "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"q"} },
            "Policy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Queue"}],"PolicyDocument":{"Statement":[{{Unknown}}]} } }
            """);

        Assert.Empty(PermissionReader.Read(assembly.Read(), said.Add).OfResources);
        Assert.Equal([$"permissions: template: Policy (AWS::SQS::QueuePolicy): {Reason}; what it may allow is allowed"], said);
    }
}
