using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Access;

[Collection(CdkFixture.Name)]
public sealed class KeyPolicyTests(CdkFixture cdk)
{
    private const string KeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1234-1234-1234-123456789012";

    [Fact]
    public void A_stream_that_is_shared_with_a_key_made_elsewhere_says_what_to_add_to_the_keys_policy()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = Key.FromKeyArn(stack, "Key", KeyArn) });
        stream.ShareRead("444455556666");
        stream.ShareWrite("444455556666");

        CdkFixture.Warnings(stack).ShouldBe(
        [
            $$$"""
            /Test/Clicks: Account 444455556666 reads the stream only if the key's own policy lets it, and the key {{{KeyArn}}} is not made in this app: add to its policy the statement {"Action":"kms:Decrypt","Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::444455556666:root"},"Resource":"*"} [ack: shardwise:key-policy-not-here]
            """,
            $$$"""
            /Test/Clicks: Account 444455556666 writes to the stream only if the key's own policy lets it, and the key {{{KeyArn}}} is not made in this app: add to its policy the statement {"Action":"kms:GenerateDataKey","Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::444455556666:root"},"Resource":"*"} [ack: shardwise:key-policy-not-here]
            """,
        ]);
    }

    [Fact]
    public void A_stream_that_is_shared_with_a_key_of_this_app_warns_of_nothing()
    {
        var stack = cdk.NewStack();
        new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = new Key(stack, "Key") }).ShareRead("444455556666");

        CdkFixture.Warnings(stack).ShouldBeEmpty();
        CdkFixture.Synthesize(stack).OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!.ToJsonString().ShouldContain("444455556666", Case.Sensitive);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_whose_policy_leaves_nothing_to_IAM_is_told_once(bool whole)
    {
        var stack = cdk.NewStack();
        var root = new AccountRootPrincipal();
        var key = new Key(stack, "Key", new KeyProps
        {
            Policy = new PolicyDocument(new PolicyDocumentProps
            {
                // The root may describe, and look after the key, but leaves no use of it to IAM.
                Statements = [Statement(root, "kms:Describe*", "kms:Put*"), Statement(new ArnPrincipal("arn:aws:iam::111122223333:role/x"), "kms:*")],
            }),
        });
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = key });
        foreach (var id in (string[])["One", "Two"])
            stream.GrantKplWrite(new User(stack, id));
        // Also where it comes last.
        if (whole)
            key.AddToResourcePolicy(Statement(root, "kms:Decrypt", "kms:GenerateDataKey*"));

        CdkFixture.Warnings(stack).ShouldBe(whole ? [] :
        [
            """
            /Test/Key/Resource: The key's policy has no statement that lets the account's root use the key, so that what IAM policies grant on it does nothing. Add {"Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},"Action":"kms:*","Resource":"*"}, or a statement for each role that uses the key [ack: shardwise:key-without-root]
            """,
        ]);
    }

    [Fact]
    public void A_key_is_not_granted_to_what_is_imported_without_its_role()
    {
        var stack = cdk.NewStack();
        var function = Function.FromFunctionArn(stack, "Reader", "arn:aws:lambda:eu-west-1:111122223333:function:reader");

        Should.Throw<InvalidPropsException>(() =>
            new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true }).GrantRead(function)).Message.ShouldBe(
            """
            The key 'Test/Clicks/Key' cannot be granted:
              The grantee is imported without the role that it runs as; allowed: one imported with its role, such as Function.FromFunctionAttributes with Role.
            """);
    }

    private static PolicyStatement Statement(IPrincipal principal, params string[] actions) =>
        new(new PolicyStatementProps { Principals = [principal], Actions = actions, Resources = ["*"] });
}
