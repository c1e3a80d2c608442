using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Template;

/// <summary>
/// Resolves CloudFormation's intrinsic functions and dynamic references to plain JSON, over the stacks that run together. Null means
/// <c>AWS::NoValue</c>: the property is not there.
/// </summary>
internal sealed partial class TemplateResolver
{
    // CloudFormation refuses circular references; a template that slipped through must not end in a stack overflow.
    private const int DeepestNesting = 64;

    private const string DynamicReference = "{{resolve:ssm:";
    private const string StreamConsumer = "AWS::Kinesis::StreamConsumer";

    private const string CrossRegionReader = "Custom::CrossRegionExportReader";

    private readonly StackTemplate _template;
    private readonly StackSet _stacks;
    private readonly Func<string, JsonNode?> _given;
    private readonly LocalAccount _account;
    private readonly ResourceReferences _references;
    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);
    private int _depth;

    /// <param name="template">The template of the stack.</param>
    /// <param name="stacks">The stacks that it may refer to, its own among them.</param>
    /// <param name="given">What the parent of a nested stack gives a parameter; null where it gives none.</param>
    public TemplateResolver(StackTemplate template, StackSet stacks, Func<string, JsonNode?> given)
    {
        _template = template;
        _stacks = stacks;
        _given = given;
        _account = stacks.Account;
        _references = new ResourceReferences(_account);
    }

    public StackTemplate Template => _template;

    public string NameOf(string logicalId)
    {
        string type = TypeOf(logicalId);
        var properties = PropertiesOf(logicalId);
        var given = ResourceNames.Property(type) is { } path ? At(properties, path.Split('.')) : null;
        return Text(Resolve(given))
            ?? PhysicalNames.Make(_template.StackName, logicalId, type) + ResourceNames.Suffix(type, name => Text(Resolve(properties[name])));
    }

    public string ArnOf(string logicalId) => TypeOf(logicalId) == StreamConsumer
        ? Text(ConsumerArn(logicalId))!
        : _references.Arn(TypeOf(logicalId), NameOf(logicalId), PropertiesOf(logicalId), Resolve);

    /// <summary>The properties of a resource as they were written; empty where it has none.</summary>
    public JsonObject PropertiesOf(string logicalId) => Unwrap(Resource(logicalId)["Properties"]) as JsonObject ?? [];

    /// <summary>What was written at a place below a node; null where nothing was. What is on the way to it is unwrapped.</summary>
    public JsonNode? At(JsonNode? node, params string[] path)
    {
        foreach (string step in path)
        {
            node = (Unwrap(node) as JsonObject)?[step];
        }

        return node;
    }

    /// <summary>
    /// The object, list or value that a node stands for, with what is in it as it was written: one member can be read where another cannot be
    /// resolved. Null means that it is not there.
    /// </summary>
    public JsonNode? Unwrap(JsonNode? node)
    {
        while (node is JsonObject { Count: 1 } call && IsIntrinsic(call.First()))
        {
            if (!call.ContainsKey("Fn::If"))
            {
                return Resolve(call);
            }

            node = Branch(call["Fn::If"]);
        }

        return node;
    }

    public string TypeOf(string logicalId) => Text(Resource(logicalId)["Type"])
        ?? throw new LocalPipelineException("it has no Type");

    public bool IsMade(string logicalId) => Text(Resource(logicalId)["Condition"]) is not { } condition || Condition(condition);

    /// <summary>Whether a condition that something names holds; no name is yes.</summary>
    public bool IsTrue(JsonNode? condition) => Text(condition) is not { } name || Condition(name);

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
                JsonObject single when single.Count == 1 && IsIntrinsic(single.First()) => Dynamic(Call(single.First().Key, single.First().Value)),
                JsonValue text when text.TryGetValue(out string? plain)
                    && plain.Contains(DynamicReference, StringComparison.Ordinal) => Dynamic(text),
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
        "Fn::If" => Resolve(Branch(argument)),
        "Fn::FindInMap" => FindInMap(argument),
        "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(ResolveText(argument, function))),
        "Fn::GetAZs" => new JsonArray($"{_account.Region}a", $"{_account.Region}b", $"{_account.Region}c"),
        "Fn::ImportValue" => _stacks.Import(ResolveText(argument, function)),
        "Fn::ToJsonString" => (Resolve(argument) ?? throw Malformed(function)).ToJsonString(),
        "Fn::Length" => (Resolve(argument) as JsonArray ?? throw Malformed(function)).Count,
        "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" => Evaluate(function, argument),
        _ => throw new LocalPipelineException($"{function} is not understood here"),
    };

    private JsonNode? Ref(string name) => name switch
    {
        "AWS::Region" => _account.Region,
        "AWS::AccountId" => _account.Id,
        "AWS::Partition" => LocalAccount.Partition,
        "AWS::URLSuffix" => "amazonaws.com",
        "AWS::StackName" => _template.StackName,
        "AWS::StackId" => _account.Arn("cloudformation", $"stack/{_template.StackName}/00000000-0000-0000-0000-000000000000"),
        "AWS::NotificationARNs" => new JsonArray(),
        "AWS::NoValue" => null,
        _ when _template.Parameters[name] is JsonObject parameter => Parameter(name, parameter),
        _ when _template.Resources.ContainsKey(name) && TypeOf(name) == StreamConsumer => ConsumerArn(name),
        _ when _template.Resources.ContainsKey(name) => _references.Ref(
            TypeOf(name), NameOf(name), PropertiesOf(name), Resolve),
        _ => throw new LocalPipelineException($"Ref names '{name}', which is neither a resource nor a parameter"),
    };

    private JsonNode? GetAtt(JsonNode? argument)
    {
        string[] path = argument is JsonArray { Count: 2 } pair
            ? [ResolveText(pair[0], "Fn::GetAtt"), ResolveText(pair[1], "Fn::GetAtt")]
            : ResolveText(argument, "Fn::GetAtt").Split('.', 2);
        if (path.Length != 2 || !_template.Resources.ContainsKey(path[0]))
        {
            throw new LocalPipelineException($"Fn::GetAtt names '{string.Join('.', path)}', which no resource has");
        }

        if (TypeOf(path[0]) == StreamConsumer && path[1] == "ConsumerARN")
        {
            return ConsumerArn(path[0]);
        }

        if (path[1].StartsWith("Outputs.", StringComparison.Ordinal))
        {
            return _stacks.Output(this, path[0], path[1]["Outputs.".Length..]);
        }

        if (TypeOf(path[0]) == CrossRegionReader)
        {
            return _stacks.SsmParameter(path[1]);
        }

        return _references.Attribute(TypeOf(path[0]), NameOf(path[0]), path[0], path[1], PropertiesOf(path[0]), Resolve)
            ?? throw new LocalPipelineException($"Fn::GetAtt names '{path[1]}' of '{path[0]}' ({TypeOf(path[0])}), which it does not have here");
    }

    // What the parent gives, what the user gives, what the template says; then what the type makes of it.
    private JsonNode? Parameter(string name, JsonObject parameter)
    {
        string type = Text(parameter["Type"]) ?? "String";
        var value = _given(name) ?? _stacks.Parameter(name) ?? parameter["Default"]?.DeepClone()
            ?? throw new LocalPipelineException($"the parameter '{name}' has no default; --parameter {name}=VALUE gives it one");
        if (type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal))
        {
            value = _stacks.SsmParameter(Text(value) ?? "")?.DeepClone();
            type = type["AWS::SSM::Parameter::Value<".Length..].TrimEnd('>');
        }

        bool isList = type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);
        return isList && value is JsonValue && Text(value) is { } list
            ? new JsonArray([.. list.Split(',', StringSplitOptions.TrimEntries).Select(item => (JsonNode)item)])
            : value;
    }

    // Secrets have no value here: their references stay as they are, and so show up where they are used.
    private JsonNode? Dynamic(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text)
        && text.Contains(DynamicReference, StringComparison.Ordinal)
            ? SsmReference().Replace(text, match => Text(_stacks.SsmParameter(match.Groups["name"].Value)) ?? "")
            : node;

    /// <summary>Its stream's ARN, its name, and the time that it was made.</summary>
    private JsonNode ConsumerArn(string logicalId)
    {
        var properties = PropertiesOf(logicalId);
        string stream = Text(Resolve(properties["StreamARN"])) ?? throw new LocalPipelineException(
            $"'{logicalId}' ({StreamConsumer}) has no StreamARN");
        return $"{stream}/consumer/{Text(Resolve(properties["ConsumerName"])) ?? NameOf(logicalId)}:1767225600";
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
            || !int.TryParse(ResolveText(pair[0], "Fn::Select"), CultureInfo.InvariantCulture, out int index)
            || Resolve(pair[1]) is not JsonArray items)
        {
            throw Malformed("Fn::Select");
        }

        return index >= 0 && index < items.Count
            ? items[index]?.DeepClone()
            : throw new LocalPipelineException($"Fn::Select takes item {index} of {items.Count}");
    }

    private JsonNode? Branch(JsonNode? argument) => argument is JsonArray { Count: 3 } parts
        ? Condition(ResolveText(parts[0], "Fn::If")) ? parts[1] : parts[2]
        : throw Malformed("Fn::If");

    private JsonNode? FindInMap(JsonNode? argument)
    {
        if (argument is not JsonArray { Count: 3 } path)
        {
            throw Malformed("Fn::FindInMap");
        }

        string[] keys = [.. path.Select(key => ResolveText(key, "Fn::FindInMap"))];
        return _template.Mappings[keys[0]]?[keys[1]]?[keys[2]]?.DeepClone()
            ?? throw new LocalPipelineException($"Fn::FindInMap names '{string.Join('.', keys)}', which is not in Mappings");
    }

    private bool Condition(string name)
    {
        if (_conditions.TryGetValue(name, out bool known))
        {
            return known;
        }

        var body = _template.Conditions[name] ?? throw new LocalPipelineException($"the condition '{name}' is not in Conditions");
        return _conditions[name] = Truth(body);
    }

    private bool Truth(JsonNode? node) =>
        Resolve(node) is JsonValue value && (value.TryGetValue(out bool truth) ? truth : value.ToString() == "true");

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

    private JsonObject Resource(string logicalId) => _template.Resources[logicalId] as JsonObject
        ?? throw new LocalPipelineException($"the template has no resource '{logicalId}'");

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{\{resolve:ssm:(?<name>[^:}]+)(:\d+)?\}\}")]
    private static partial Regex SsmReference();
}
