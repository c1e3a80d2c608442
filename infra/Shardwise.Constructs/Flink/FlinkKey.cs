using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Flink;

/// <summary>What the policy of a key must say so that the service encrypts an application's state with it.</summary>
/// <remarks>
/// Source: "Managing CMK using APIs", "Create a KMS key policy", in the developer guide of Managed Service for Apache Flink. Two principals of the
/// service use the key, for snapshots and checkpoints and for the state of running tasks; the application's own role needs nothing. What the guide
/// allows the operator besides is for who deploys, whom a key's policy leaves to IAM where it has the account's root statement.
/// </remarks>
internal sealed class FlinkKey(FlinkApplication application, IKey key, string? applicationName)
{
    private const string Service = "kinesisanalytics.amazonaws.com";
    private const string Infrastructure = "infrastructure.kinesisanalytics.amazonaws.com";
    private const string ArnContext = "kms:EncryptionContext:aws:kinesisanalytics:arn";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the statements to a key of this app, and tells which are needed of any other.</summary>
    public void AllowService()
    {
        var stack = Stack.Of(application);
        var added = Statements(stack.Partition, stack.Region, stack.Account)
            .Select(statement => key.AddToResourcePolicy(PolicyStatement.FromJson(statement)).StatementAdded).ToList();
        if (added.Contains(false))
            Tell(stack);
    }

    private void Tell(Stack stack)
    {
        var statements = Statements("aws", Or(stack.Region, "REGION"), Or(stack.Account, "ACCOUNT"));
        Warning.Add(
            application,
            $"shardwise:FlinkKey:{application.Node.Id}",
            $"The key of FlinkApplication '{application.Node.Id}' is not made by this app, so that its policy cannot be written here. The service "
            + $"refuses the application unless the policy holds these statements: {JsonSerializer.Serialize(statements, Readable)}");
    }

    private static string Or(string value, string placeholder) => PropsCheck.IsToken(value) ? placeholder : value;

    // The key's policy cannot name an application by a name that CloudFormation chooses: the application names the key, and one of them must be
    // first.
    private Dictionary<string, object>[] Statements(string partition, string region, string account)
    {
        var arn = $"arn:{partition}:kinesisanalytics:{region}:{account}:application/{applicationName ?? "*"}";
        var equals = applicationName is null ? "StringLike" : "StringEquals";
        var source = new Dictionary<string, object> { ["aws:SourceArn"] = arn, ["aws:SourceAccount"] = account };
        var context = new Dictionary<string, object> { [ArnContext] = arn };
        return
        [
            Statement([Service, Infrastructure], ["kms:DescribeKey"], (equals, source)),
            Statement([Service], ["kms:GenerateDataKey"], (equals, new(source) { [ArnContext] = arn })),
            Statement([Service], ["kms:Decrypt"], (equals, context)),
            Statement([Infrastructure], ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"], (equals, context)),
            Statement(
                [Infrastructure], ["kms:CreateGrant"],
                (equals, new(context) { ["kms:GrantConstraintType"] = "EncryptionContextSubset" }),
                ("ForAllValues:StringEquals", new() { ["kms:GrantOperations"] = "Decrypt" })),
        ];
    }

    private static Dictionary<string, object> Statement(
        string[] principals, string[] actions, params (string Operator, Dictionary<string, object> Values)[] conditions) => new()
        {
            ["Effect"] = "Allow",
            ["Principal"] = new Dictionary<string, object> { ["Service"] = principals },
            ["Action"] = actions,
            ["Resource"] = "*",
            ["Condition"] = conditions.ToDictionary(condition => condition.Operator, condition => (object)condition.Values),
        };
}
