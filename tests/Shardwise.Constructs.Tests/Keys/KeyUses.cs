using System.Text.Json.Nodes;

namespace Shardwise.Constructs.Tests.Keys;

/// <summary>
/// Looks in a template for principals that may do something with a resource and not with the key that the resource is encrypted with. What a resource is
/// encrypted with, its properties say; which actions on it use the key, and how, the services' guides.
/// </summary>
internal sealed class KeyUses
{
    private static readonly Encrypted[] Kinds =
    [
        new("AWS::Kinesis::Stream", "StreamEncryption.KeyId",
        [
            ("kinesis:GetRecords", ["kms:Decrypt"]), ("kinesis:SubscribeToShard", ["kms:Decrypt"]), ("kinesis:PutRecord", ["kms:GenerateDataKey"]),
            ("kinesis:PutRecords", ["kms:GenerateDataKey"]),
        ]),
        new("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamEncryptionConfigurationInput.KeyARN",
        [
            ("firehose:PutRecord", ["kms:Decrypt", "kms:GenerateDataKey"]), ("firehose:PutRecordBatch", ["kms:Decrypt", "kms:GenerateDataKey"]),
        ]),
        new("AWS::S3::Bucket", "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID",
            [("s3:GetObject", ["kms:Decrypt"]), ("s3:PutObject", ["kms:GenerateDataKey"])]),
        new("AWS::SecretsManager::Secret", "KmsKeyId", [("secretsmanager:GetSecretValue", ["kms:Decrypt"])]),
        new("AWS::SQS::Queue", "KmsMasterKeyId",
            [("sqs:SendMessage", ["kms:Decrypt", "kms:GenerateDataKey"]), ("sqs:ReceiveMessage", ["kms:Decrypt"])]),
        new("AWS::SNS::Topic", "KmsMasterKeyId", [("sns:Publish", ["kms:Decrypt", "kms:GenerateDataKey"])]),
        new("AWS::KinesisVideo::Stream", "KmsKeyId",
            [("kinesisvideo:PutMedia", ["kms:GenerateDataKey"]), ("kinesisvideo:GetMedia", ["kms:Decrypt"])]),
        new("AWS::DynamoDB::Table", "SSESpecification.KMSMasterKeyId", [("dynamodb:GetItem", ["kms:Decrypt"]), ("dynamodb:PutItem", ["kms:Decrypt"])]),
    ];

    private readonly JsonObject resources;
    private readonly ILookup<string, JsonNode> statements;

    private KeyUses(JsonNode template)
    {
        resources = template["Resources"]!.AsObject();
        statements = Policies().SelectMany(policy => policy.Principals.SelectMany(principal =>
            policy.Statements.Select(statement => (principal, statement)))).ToLookup(each => each.principal, each => each.statement);
    }

    /// <summary>The uses that were looked at, and those that a principal is not allowed, a line each.</summary>
    public static (int Seen, IReadOnlyList<string> Denied) In(JsonNode template)
    {
        var uses = new KeyUses(template);
        var all = uses.OfResources().Concat(uses.OfDeliveries()).Concat(uses.OfFlink()).ToList();
        return (all.Count, [.. all.Where(use => !use.Allowed).Select(use => use.What)]);
    }

    /// <summary>The statements of Firehose's, Flink's, CloudWatch Logs' and EventBridge's roles that let a key be used by others than its service.</summary>
    public static IEnumerable<string> Wide(JsonNode template)
    {
        var uses = new KeyUses(template);
        string[] services = ["firehose.amazonaws.com", "kinesisanalytics.amazonaws.com", "logs.amazonaws.com"];
        return
            from role in uses.statements
            let assumed = uses.resources[role.Key]?["Properties"]?["AssumeRolePolicyDocument"]?.ToJsonString() ?? ""
            where services.Any(service => assumed.Contains($"\"{service}\"", StringComparison.Ordinal))
            from statement in role
            where Several(statement["Action"]).Any(action => action.StartsWith("kms:", StringComparison.Ordinal))
                && statement["Condition"]?["StringEquals"]?["kms:ViaService"] is null
            select $"{role.Key}: {statement.ToJsonString()}";
    }

    private IEnumerable<(string What, bool Allowed)> OfResources() =>
        from kind in Kinds
        from resource in resources
        where (string?)resource.Value!["Type"] == kind.Type
        let key = At(resource.Value["Properties"], kind.KeyPath)
        where key is not null && !key.ToJsonString().Contains("alias/aws/", StringComparison.Ordinal)
        from principal in statements
        from use in kind.Uses
        where principal.Any(statement => Allows(statement, use.Action) && Names(statement["Resource"]!, resource.Key))
        from needed in use.Needed
        select ($"{principal.Key} may {use.Action} on {resource.Key} and not {needed}", MayUse(principal, needed, key, null));

    // Firehose says at each bucket which key its objects there get.
    private IEnumerable<(string What, bool Allowed)> OfDeliveries() =>
        from resource in resources
        where (string?)resource.Value!["Type"] == "AWS::KinesisFirehose::DeliveryStream"
        from location in Inner(resource.Value["Properties"]!)
        let key = At(location, "EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN")
        where key is not null
        from needed in new[] { "kms:Decrypt", "kms:GenerateDataKey" }
        select ($"{resource.Key} may not {needed} for {location["BucketARN"]!.ToJsonString()}",
            MayUse(statements[Principal(location["RoleARN"]!)], needed, key, location["BucketARN"]));

    private IEnumerable<(string What, bool Allowed)> OfFlink() =>
        from resource in resources
        where (string?)resource.Value!["Type"] == "AWS::KinesisAnalyticsV2::Application"
        let key = At(resource.Value["Properties"], "ApplicationConfiguration.ApplicationEncryptionConfiguration.KeyId")
        where key is JsonObject
        let policy = resources[Principal(key)]!["Properties"]!["KeyPolicy"]!["Statement"]!.AsArray()
        from use in new[]
        {
            ("kinesisanalytics.amazonaws.com", "kms:DescribeKey"), ("kinesisanalytics.amazonaws.com", "kms:GenerateDataKey"),
            ("kinesisanalytics.amazonaws.com", "kms:Decrypt"), ("infrastructure.kinesisanalytics.amazonaws.com", "kms:DescribeKey"),
            ("infrastructure.kinesisanalytics.amazonaws.com", "kms:Decrypt"),
            ("infrastructure.kinesisanalytics.amazonaws.com", "kms:GenerateDataKeyWithoutPlaintext"),
            ("infrastructure.kinesisanalytics.amazonaws.com", "kms:CreateGrant"),
        }
        select ($"{use.Item1} may not {use.Item2} for {resource.Key}",
            policy.Any(statement => Several(statement!["Principal"]?["Service"]).Contains(use.Item1) && Allows(statement, use.Item2)
                && statement["Condition"] is not null));

    private static bool MayUse(IEnumerable<JsonNode> statements, string action, JsonNode key, JsonNode? bucket) => statements.Any(statement =>
        Allows(statement, action)
        && Values(statement["Resource"]!).Any(resource => JsonNode.DeepEquals(resource, key) || (string?)(resource as JsonValue) == "*")
        && (bucket is null || statement["Condition"]?["StringLike"]?["kms:EncryptionContext:aws:s3:arn"] is not { } contexts
            || Values(contexts).Any(context => JsonNode.DeepEquals(context, bucket))));

    private static bool Allows(JsonNode statement, string action) =>
        (string?)statement["Effect"] == "Allow" && Several(statement["Action"]).Any(allowed =>
            allowed == action || (allowed.EndsWith('*') && action.StartsWith(allowed[..^1], StringComparison.Ordinal)));

    // By itself, or as what it is known by: a consumer is its stream's.
    private bool Names(JsonNode resource, string id) =>
        References(resource).Any(name => name == id
            || ((string?)resources[name]?["Type"] == "AWS::Kinesis::StreamConsumer" && References(resources[name]!["Properties"]!["StreamARN"]!).Contains(id)));

    private IEnumerable<(IEnumerable<string> Principals, IEnumerable<JsonNode> Statements)> Policies()
    {
        foreach (var (id, resource) in resources)
        {
            var properties = resource!["Properties"];
            if ((string?)resource["Type"] == "AWS::IAM::Policy")
                yield return (
                    new[] { "Roles", "Users", "Groups" }.SelectMany(kind => properties![kind] as JsonArray ?? []).Select(each => Principal(each!)),
                    properties!["PolicyDocument"]!["Statement"]!.AsArray().Select(each => each!));
            foreach (var inline in properties?["Policies"] as JsonArray ?? [])
                yield return ([id], inline!["PolicyDocument"]!["Statement"]!.AsArray().Select(each => each!));
        }
    }

    private static string Principal(JsonNode reference) => References(reference).FirstOrDefault() ?? reference.ToJsonString();

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject reference when reference["Ref"] is JsonValue name => [(string)name!],
        JsonObject attribute when attribute["Fn::GetAtt"] is JsonArray parts => [(string)parts[0]!],
        JsonObject json => json.SelectMany(member => member.Value is null ? [] : References(member.Value)),
        JsonArray list => list.SelectMany(item => item is null ? [] : References(item)),
        _ => [],
    };

    private static IEnumerable<JsonObject> Inner(JsonNode node) => node switch
    {
        JsonObject json => json.SelectMany(member => member.Value is null ? [] : Inner(member.Value)).Prepend(json),
        JsonArray list => list.SelectMany(item => item is null ? [] : Inner(item)),
        _ => [],
    };

    private static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (at, name) => at switch
    {
        JsonObject json => json[name],
        JsonArray list => list.ElementAtOrDefault(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
        _ => null,
    });

    private static IEnumerable<JsonNode> Values(JsonNode node) => node is JsonArray list ? list.Select(item => item!) : [node];

    private static IEnumerable<string> Several(JsonNode? node) => node is null ? [] : Values(node).Select(value => value.ToString());

    private sealed record Encrypted(string Type, string KeyPath, (string Action, string[] Needed)[] Uses);
}
