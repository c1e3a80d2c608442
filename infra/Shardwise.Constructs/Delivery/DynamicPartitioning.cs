using System.Text.Encodings.Web;
using System.Text.Json;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Puts records into objects by keys that are in them.</summary>
/// <remarks>
/// The service lets it be chosen when a delivery stream is created and never after. Turned on for one that is there, it is no replacement either: the
/// deployment fails. Make another delivery stream beside it, let producers change over, and remove the old one when it is empty. Queries and prefix
/// may change at any time. Source: "Enable dynamic partitioning in Amazon Data Firehose" in the developer guide.
/// </remarks>
public sealed record DynamicPartitioning
{
    /// <summary>Each key with the jq 1.6 expression that finds it in a record, such as <c>["customer"] = ".customer.id"</c>.</summary>
    /// <value>
    /// At most 50, each used in the prefix as <c>!{partitionKeyFromQuery:customer}</c>. The default is none: the transform gives the keys.
    /// </value>
    /// <remarks>
    /// An expression is written as jq would take it alone: <c>.customer.id // "none"</c>, <c>if .test then "test" else "live" end</c>. A record for
    /// which it fails or gives nothing is not delivered but set aside. jq 1.6 has no <c>if</c> without an <c>else</c>, no <c>pick</c>, <c>abs</c> or
    /// <c>toarray</c>, which newer ones have. What can be seen to be wrong is refused here; jq itself is asked by the service, when it is deployed.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Queries { get; init; } = new Dictionary<string, string>();

    /// <summary>How long delivery of a partition is tried again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.DeliveryPartitioningRetry;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A key that is no identifier must be quoted, and a value that is more than a path must be in parentheses, which a comment in it would swallow.
    private string Query => $"{{{string.Join(",", Queries.Select(query =>
        $"{JsonSerializer.Serialize(query.Key, Plain)}:({query.Value}{(query.Value.Contains('#', StringComparison.Ordinal) ? "\n" : "")})"))}}}";

    internal void Check(PropsCheck check, string prefix, bool transformed)
    {
        const string path = $"Destination.{nameof(S3Destination.Partitioning)}";
        check.Retry($"{path}.{nameof(RetryFor)}", RetryFor);
        check.Require(
            Queries.Count <= FirehoseLimits.MaxPartitionKeys, $"{path}.{nameof(Queries)}", $"{Queries.Count} keys",
            $"at most {FirehoseLimits.MaxPartitionKeys}");
        check.Require(
            Queries.Count > 0 || transformed, $"{path}.{nameof(Queries)}", "none", "at least one, or a Processing.Transform that gives the keys");
        check.Require(
            Query.Length <= FirehoseLimits.MaxProcessorParameterLength, $"{path}.{nameof(Queries)}",
            $"{PropsCheck.Number(Query.Length)} characters long",
            $"at most {PropsCheck.Number(FirehoseLimits.MaxProcessorParameterLength)} characters in all");
        foreach (var (key, expression) in Queries.Where(query => !PropsCheck.IsToken(query.Value)))
        {
            var problem = JqExpression.Problem(expression);
            check.Require(problem is null, $"{path}.{nameof(Queries)}['{key}']", $"'{DeliveryCheck.Shortened(expression)}'", problem ?? "");
        }

        if (!PropsCheck.IsToken(prefix))
            CheckKeys(check, path, prefix, transformed);
    }

    internal ProcessorProperty? Processor() => Queries.Count == 0
        ? null
        : RecordProcessing.Processor("MetadataExtraction", ("MetadataExtractionQuery", Query), ("JsonParsingEngine", "JQ-1.6"));

    private void CheckKeys(PropsCheck check, string path, string prefix, bool transformed)
    {
        var expressions = DeliveryCheck.Expressions(prefix).ToArray();
        var fromQuery = expressions.Where(expression => expression.Namespace == "partitionKeyFromQuery")
            .Select(expression => expression.Value).ToHashSet();
        var fromLambda = expressions.Any(expression => expression.Namespace == "partitionKeyFromLambda");
        check.Require(
            fromQuery.Count > 0 || fromLambda, "Destination.Prefix", $"'{prefix}'", "a prefix that uses a partition key, since Partitioning is on");
        check.Require(
            !fromLambda || transformed, "Destination.Prefix", $"'{prefix}'",
            "no !{partitionKeyFromLambda:...}, since there is no Processing.Transform");
        foreach (var key in Queries.Keys.Where(key => !fromQuery.Contains(key)))
            check.Require(false, $"{path}.{nameof(Queries)}['{key}']", "not used", $"a key that the prefix uses as !{{partitionKeyFromQuery:{key}}}");
        foreach (var key in fromQuery.Where(key => !Queries.ContainsKey(key)))
            check.Require(false, "Destination.Prefix", $"'{prefix}'", $"only keys of Partitioning.Queries, and '{key}' is none");
    }
}
