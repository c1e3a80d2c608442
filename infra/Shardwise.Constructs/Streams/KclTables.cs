using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The three DynamoDB tables of an application that uses the Kinesis Client Library 3, by the names that it gives them.</summary>
/// <remarks>
/// Sources: "DynamoDB metadata tables and load balancing in KCL" and "IAM permissions required for KCL consumer applications", and the calls that
/// awslabs/amazon-kinesis-client 3.5.1 makes. From 3.5 on a new application keeps all of it in the lease table; where the other two are there, as
/// <c>KclApplication</c> makes them, it goes on with them until it is told to migrate.
/// </remarks>
internal static class KclTables
{
    public const string WorkerMetricsSuffix = "-WorkerMetricStats";
    public const string CoordinatorStateSuffix = "-CoordinatorState";

    public static readonly string[] Use =
        ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:UpdateItem"];

    private const int MinTableNameLength = 3;

    // CreateTable takes 255; the longest of the three is the application's name and a suffix.
    private const int MaxApplicationNameLength = 255 - 18;

    public static string Lease(IConstruct scope, string application) => Arn(scope, application);

    public static string WorkerMetrics(IConstruct scope, string application) => Arn(scope, application + WorkerMetricsSuffix);

    public static string CoordinatorState(IConstruct scope, string application) => Arn(scope, application + CoordinatorStateSuffix);

    public static PropsCheck CheckName(PropsCheck check, string property, string name) => check.Require(
        PropsCheck.IsToken(name)
            || (name.Length is >= MinTableNameLength and <= MaxApplicationNameLength
                && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')),
        property, $"'{name}'", $"{MinTableNameLength} to {MaxApplicationNameLength} of a-z A-Z 0-9 _ . -, since the lease table has this name");

    private static string Arn(IConstruct scope, string table) =>
        Stack.Of(scope).FormatArn(new ArnComponents { Service = "dynamodb", Resource = "table", ResourceName = table });
}
