using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.JSII.Runtime.Deputy;
using Constructs;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Access;

/// <summary>
/// Looks at a key's policy once it is whole: without a statement for the account's root, IAM policies grant nothing on the key ("Default key policy"
/// in the KMS developer guide).
/// </summary>
internal sealed class KeyDelegation : DeputyBase, IAspect
{
    private const string NotDelegated = "shardwise:key-without-root";

    // What the constructs grant: a statement for the root that leaves these out leaves the constructs out.
    private static readonly string[] Used = ["kms:Decrypt", "kms:GenerateDataKey"];

    private KeyDelegation()
        : base(new DeputyProps([]))
    {
    }

    public static void Watch(CfnKey key) => ByName.Call(Aspects.Of(key), nameof(Aspects.Add), new KeyDelegation());

    public void Visit(IConstruct node)
    {
        if (node is not CfnKey key)
            return;
        var statements = PolicyText.Flat(Stack.Of(key).Resolve(key.KeyPolicy!))?["Statement"] switch
        {
            JsonArray several => several.OfType<JsonObject>(),
            JsonObject one => [one],
            _ => [],
        };
        if (!statements.Any(Delegates))
            Warning.Add(
                key,
                NotDelegated,
                "The key's policy has no statement that lets the account's root use the key, so that what IAM policies grant on it does nothing. Add "
                + """{"Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},"Action":"kms:*","Resource":"*"}"""
                + ", or a statement for each role that uses the key");
    }

    private static bool Delegates(JsonObject statement) =>
        (string?)statement["Effect"] == "Allow"
            && Texts(statement["Principal"] is JsonObject principals ? principals["AWS"] : statement["Principal"]).Any(IsRoot)
            && Used.All(action => Texts(statement["Action"]).Any(pattern => Matches(pattern, action)));

    private static bool IsRoot(string principal) =>
        principal is "*" || principal.EndsWith(":root", StringComparison.Ordinal) || principal.All(char.IsAsciiDigit)
            || principal == "${AWS::AccountId}";

    private static bool Matches(string pattern, string action) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true);

    private static IEnumerable<string> Texts(JsonNode? value) => value switch
    {
        JsonArray several => several.SelectMany(Texts),
        JsonValue one => [one.ToString()],
        _ => [],
    };
}
