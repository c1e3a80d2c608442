using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Template;

/// <summary>Resolves CloudFormation's intrinsic functions to plain JSON. Null means <c>AWS::NoValue</c>: the property is not there.</summary>
internal sealed partial class TemplateResolver(StackTemplate template, LocalAccount account)
{
    // CloudFormation refuses circular references; a template that slipped through must not end in a stack overflow.
    private const int DeepestNesting = 64;

    private const string StreamConsumer = "AWS::Kinesis::StreamConsumer";

    private readonly ResourceReferences _references = new(account);
    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);
    private int _depth;

    public string NameOf(string logicalId)
    {
        var resource = Resource(logicalId);
        string type = TypeOf(logicalId);
        string? property = NameProperty(type);
        var given = property is null ? null : Resolve(resource["Properties"]?[property]);
        return Text(given) ?? PhysicalNames.Make(template.StackName, logicalId, type);
    }

    public string TypeOf(string logicalId) => Text(Resource(logicalId)["Type"])
        ?? throw new LocalPipelineException("it has no Type");

    public bool IsMade(string logicalId) => Text(Resource(logicalId)["Condition"]) is not { } condition || Condition(condition);

    public JsonNode? Resolve(JsonNode? node)
    {
        if (++_depth > DeepestNesting)
        {
            throw new LocalPipelineException("its references go in a circle");
        }

        try
        {
            return node switch
            {
                JsonObject single when single.Count == 1 && IsIntrinsic(single.First()) => Call(single.First().Key, single.First().Value),
                JsonObject map => ResolveMap(map),
                JsonArray list => new JsonArray(list.Select(Resolve).Where(item => item is not null).ToArray()),
                _ => node?.DeepClone(),
            };
        }
        finally
        {
            _depth--;
        }
    }

    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    private JsonObject ResolveMap(JsonObject map)
    {
        var resolved = new JsonObject();
        foreach (var (key, value) in map)
        {
            if (Resolve(value) is { } result)
            {
                resolved[key] = result;
            }
        }

        return resolved;
    }

    // A policy statement has a Condition too; its value is a map, a reference to one of the template's is a text.
    private static bool IsIntrinsic(KeyValuePair<string, JsonNode?> entry) => entry.Key == "Ref"
        || (entry.Key == "Condition" && entry.Value is JsonValue)
        || entry.Key.StartsWith("Fn::", StringComparison.Ordinal);

    private JsonNode? Call(string function, JsonNode? argument) => function switch
    {
        "Ref" => Ref(Argument(argument, function)),
        "Condition" => Condition(Argument(argument, function)),
        "Fn::GetAtt" => GetAtt(argument),
        "Fn::Sub" => Sub(argument),
        "Fn::Join" => Join(argument),
        "Fn::Split" => Split(argument),
        "Fn::Select" => Select(argument),
        "Fn::If" => If(argument),
        "Fn::FindInMap" => FindInMap(argument),
        "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(ResolveText(argument, function))),
        "Fn::GetAZs" => new JsonArray($"{account.Region}a", $"{account.Region}b", $"{account.Region}c"),
        "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" => Evaluate(function, argument),
        _ => throw new LocalPipelineException($"{function} is not understood here"),
    };

    private JsonNode? Ref(string name) => name switch
    {
        "AWS::Region" => account.Region,
        "AWS::AccountId" => account.Id,
        "AWS::Partition" => LocalAccount.Partition,
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => template.StackName,
        "AWS::StackId" => account.Arn("cloudformation", $"stack/{template.StackName}/00000000-0000-0000-0000-000000000000"),
        "AWS::NotificationARNs" => new JsonArray(),
        "AWS::NoValue" => null,
        _ when template.Parameters[name] is JsonObject parameter => parameter["Default"]?.DeepClone()
            ?? throw new LocalPipelineException($"the parameter '{name}' has no default, and nobody gives it a value here"),
        _ when template.Resources.ContainsKey(name) && TypeOf(name) == StreamConsumer => ConsumerArn(name),
        _ when template.Resources.ContainsKey(name) => _references.Ref(TypeOf(name), NameOf(name), name),
        _ => throw new LocalPipelineException($"Ref names '{name}', which is neither a resource nor a parameter"),
    };

    private JsonNode? GetAtt(JsonNode? argument)
    {
        string[] path = argument is JsonArray { Count: 2 } pair
            ? [ResolveText(pair[0], "Fn::GetAtt"), ResolveText(pair[1], "Fn::GetAtt")]
            : ResolveText(argument, "Fn::GetAtt").Split('.', 2);
        if (path.Length != 2 || !template.Resources.ContainsKey(path[0]))
        {
            throw new LocalPipelineException($"Fn::GetAtt names '{string.Join('.', path)}', which no resource has");
        }

        if (TypeOf(path[0]) == StreamConsumer && path[1] == "ConsumerARN")
        {
            return ConsumerArn(path[0]);
        }

        return _references.Attribute(TypeOf(path[0]), NameOf(path[0]), path[0], path[1])
            ?? throw new LocalPipelineException($"Fn::GetAtt names '{path[1]}' of '{path[0]}' ({TypeOf(path[0])}), which it does not have here");
    }

    /// <summary>Its stream's ARN, its name, and the time that it was made.</summary>
    private JsonNode ConsumerArn(string logicalId)
    {
        var properties = template.Resources[logicalId]?["Properties"];
        string stream = Text(Resolve(properties?["StreamARN"])) ?? throw new LocalPipelineException($"'{logicalId}' ({StreamConsumer}) has no StreamARN");
        return $"{stream}/consumer/{Text(Resolve(properties?["ConsumerName"])) ?? NameOf(logicalId)}:1767225600";
    }

    private JsonNode? Sub(JsonNode? argument)
    {
        string text = argument is JsonArray { Count: 2 } pair ? ResolveText(pair[0], "Fn::Sub") : ResolveText(argument, "Fn::Sub");
        var variables = (argument as JsonArray)?[1] as JsonObject ?? [];
        return Placeholder().Replace(text, match =>
        {
            string name = match.Groups["name"].Value.Trim();
            if (name.StartsWith('!'))
            {
                return $"${{{name[1..]}}}";
            }

            var value = variables.ContainsKey(name) ? Resolve(variables[name])
                : name.Contains('.', StringComparison.Ordinal) ? GetAtt(name)
                : Ref(name);
            return Text(value) ?? throw new LocalPipelineException($"Fn::Sub puts '{name}' into a text, and it is none");
        });
    }

    private string Join(JsonNode? argument)
    {
        var (separator, items) = argument is JsonArray { Count: 2 } pair
            ? (ResolveText(pair[0], "Fn::Join"), Resolve(pair[1]) as JsonArray)
            : throw Malformed("Fn::Join");
        return string.Join(separator, (items ?? throw Malformed("Fn::Join")).Select(item => Text(item) ?? throw Malformed("Fn::Join")));
    }

    private JsonArray Split(JsonNode? argument) => argument is JsonArray { Count: 2 } pair
        ? new JsonArray(ResolveText(pair[1], "Fn::Split").Split(ResolveText(pair[0], "Fn::Split")).Select(part => (JsonNode)part).ToArray())
        : throw Malformed("Fn::Split");

    private JsonNode? Select(JsonNode? argument)
    {
        if (argument is not JsonArray { Count: 2 } pair
            || !int.TryParse(ResolveText(pair[0], "Fn::Select"), out int index)
            || Resolve(pair[1]) is not JsonArray items)
        {
            throw Malformed("Fn::Select");
        }

        return index >= 0 && index < items.Count
            ? items[index]?.DeepClone()
            : throw new LocalPipelineException($"Fn::Select takes item {index} of {items.Count}");
    }

    private JsonNode? If(JsonNode? argument) => argument is JsonArray { Count: 3 } parts
        ? Resolve(Condition(ResolveText(parts[0], "Fn::If")) ? parts[1] : parts[2])
        : throw Malformed("Fn::If");

    private JsonNode? FindInMap(JsonNode? argument)
    {
        if (argument is not JsonArray { Count: 3 } path)
        {
            throw Malformed("Fn::FindInMap");
        }

        string[] keys = [.. path.Select(key => ResolveText(key, "Fn::FindInMap"))];
        return template.Mappings[keys[0]]?[keys[1]]?[keys[2]]?.DeepClone()
            ?? throw new LocalPipelineException($"Fn::FindInMap names '{string.Join('.', keys)}', which is not in Mappings");
    }

    private bool Condition(string name)
    {
        if (_conditions.TryGetValue(name, out bool known))
        {
            return known;
        }

        var body = template.Conditions[name] ?? throw new LocalPipelineException($"the condition '{name}' is not in Conditions");
        return _conditions[name] = Truth(body);
    }

    private bool Truth(JsonNode? node) => Resolve(node) is JsonValue value && (value.TryGetValue(out bool truth) ? truth : value.ToString() == "true");

    private bool Evaluate(string function, JsonNode? argument)
    {
        var operands = argument as JsonArray ?? throw Malformed(function);
        return function switch
        {
            "Fn::Equals" when operands.Count == 2 => Text(Resolve(operands[0])) == Text(Resolve(operands[1])),
            "Fn::And" => operands.All(Truth),
            "Fn::Or" => operands.Any(Truth),
            "Fn::Not" when operands.Count == 1 => !Truth(operands[0]),
            _ => throw Malformed(function),
        };
    }

    private string ResolveText(JsonNode? node, string function) => Text(Resolve(node)) ?? throw Malformed(function);

    private static string Argument(JsonNode? node, string function) => Text(node) ?? throw Malformed(function);

    private static LocalPipelineException Malformed(string function) => new($"{function} has arguments that it cannot have");

    private JsonObject Resource(string logicalId) => template.Resources[logicalId] as JsonObject
        ?? throw new LocalPipelineException($"the template has no resource '{logicalId}'");

    private static string? NameProperty(string type) => type switch
    {
        "AWS::Kinesis::Stream" or "AWS::Events::Rule" => "Name",
        "AWS::Lambda::Function" => "FunctionName",
        "AWS::SQS::Queue" => "QueueName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::SNS::Topic" => "TopicName",
        _ => null,
    };

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Placeholder();
}
