using System.Text.Json.Nodes;

namespace Shardwise.Local.Iam;

/// <summary>The policies that resources have of their own: buckets, queues, topics, streams, functions.</summary>
internal static class ResourcePolicies
{
    public static IReadOnlyDictionary<string, PolicyDocument> Read(IReadOnlyCollection<IamResource> resources)
    {
        var policies = new Dictionary<string, PolicyDocument>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            foreach (var (arn, document) in Of(resource, resources))
            {
                policies[arn] = policies.TryGetValue(arn, out var there) ? new PolicyDocument([.. there.Statements, .. document.Statements])
                    : document;
            }
        }

        return policies;
    }

    private static IEnumerable<(string Arn, PolicyDocument Document)> Of(IamResource resource, IReadOnlyCollection<IamResource> all)
    {
        var properties = resource.Properties;
        PolicyDocument Document() => PolicyDocument.Read(properties["PolicyDocument"]);
        return resource.Type switch
        {
            "AWS::S3::BucketPolicy" => [($"arn:aws:s3:::{IamTemplate.Text(properties["Bucket"])}", Document())],
            "AWS::SQS::QueuePolicy" => QueuesAt(IamTemplate.Items(properties["Queues"]), all).Select(queue => (queue.Arn, Document())),
            "AWS::SNS::TopicPolicy" => IamTemplate.Items(properties["Topics"]).Select(IamTemplate.Text).OfType<string>()
                .Select(arn => (arn, Document())),
            "AWS::SQS::QueueInlinePolicy" => QueuesAt([properties["Queue"]], all).Select(queue => (queue.Arn, Document())),
            "AWS::SNS::TopicInlinePolicy" => IamTemplate.Text(properties["TopicArn"]) is { } topic ? [(topic, Document())] : [],
            "AWS::Kinesis::ResourcePolicy" => IamTemplate.Text(properties["ResourceArn"]) is { } arn
                ? [(arn, PolicyDocument.Read(properties["ResourcePolicy"]))]
                : [],
            "AWS::Lambda::Permission" => Permission(properties, all),
            _ => [],
        };
    }

    // A queue is named by its URL, whose last part is the name.
    private static IEnumerable<IamResource> QueuesAt(IEnumerable<JsonNode?> urls, IReadOnlyCollection<IamResource> all) =>
        urls.Select(IamTemplate.Text).OfType<string>()
            .SelectMany(url => all.Where(queue => queue.Type == "AWS::SQS::Queue" && queue.Name == url[(url.LastIndexOf('/') + 1)..]));

    private static IEnumerable<(string Arn, PolicyDocument Document)> Permission(JsonObject properties, IReadOnlyCollection<IamResource> all)
    {
        string function = IamTemplate.Text(properties["FunctionName"]) ?? "";
        var target = all.FirstOrDefault(resource => resource.Type == "AWS::Lambda::Function"
            && (resource.Name == function || function == resource.Arn || function.StartsWith(resource.Arn + ":", StringComparison.Ordinal)));
        if (target is null)
        {
            return [];
        }

        string principal = IamTemplate.Text(properties["Principal"]) ?? "*";
        bool isService = principal.EndsWith(".amazonaws.com", StringComparison.Ordinal);
        var conditions = new List<PolicyCondition>();
        if (IamTemplate.Text(properties["SourceArn"]) is { } sourceArn)
        {
            conditions.Add(new PolicyCondition("ArnLike", "aws:SourceArn", [sourceArn], hasVariables: false));
        }

        if (IamTemplate.Text(properties["SourceAccount"]) is { } sourceAccount)
        {
            conditions.Add(new PolicyCondition("StringEquals", "aws:SourceAccount", [sourceAccount], hasVariables: false));
        }

        var statement = new PolicyStatement
        {
            IsDeny = false,
            Actions = [new PolicyPattern(IamTemplate.Text(properties["Action"]) ?? "lambda:InvokeFunction")],
            Resources = [new PolicyPattern(target.Arn), new PolicyPattern(target.Arn + ":*")],
            Principals = isService ? new PolicyPrincipals(false, [], [principal]) : new PolicyPrincipals(false, [principal], []),
            Conditions = conditions,
        };
        return [(target.Arn, new PolicyDocument([statement]))];
    }
}
