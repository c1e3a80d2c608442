using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Puts records into objects by keys that are in them.</summary>
/// <remarks>The service lets it be chosen when a delivery stream is created and never after: changing it replaces the stream.</remarks>
public sealed record DynamicPartitioning
{
    /// <summary>Each key with the jq 1.6 expression that finds it in a record, such as <c>["customer"] = ".customer.id"</c>.</summary>
    /// <value>
    /// At most 50, each used in the prefix as <c>!{partitionKeyFromQuery:customer}</c>. The default is none: the transform gives the keys.
    /// </value>
    public IReadOnlyDictionary<string, string> Queries { get; init; } = new Dictionary<string, string>();

    /// <summary>How long delivery of a partition is tried again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.DeliveryPartitioningRetry;

    private string Query => $"{{{string.Join(",", Queries.Select(query => $"{query.Key}:{query.Value}"))}}}";

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
