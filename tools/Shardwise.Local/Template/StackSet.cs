using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>
/// The stacks that run together, nested ones among them, and what one knows of another: exports, SSM parameters, outputs of nested stacks.
/// </summary>
internal sealed class StackSet
{
    private const string NestedStack = "AWS::CloudFormation::Stack";
    private const string ExportWriter = "Custom::CrossRegionExportWriter";

    private readonly List<TemplateResolver> _stacks = [];
    private readonly Dictionary<(TemplateResolver Parent, string LogicalId), TemplateResolver> _nested = [];
    private readonly IReadOnlyDictionary<string, string> _parameters;
    private Dictionary<string, Func<JsonNode?>>? _exports;
    private Dictionary<string, Func<JsonNode?>>? _ssm;

    /// <param name="templates">The stacks that a manifest lists.</param>
    /// <param name="account">Where all of them run.</param>
    /// <param name="parameters">Values of template parameters and of SSM parameters, by name.</param>
    public StackSet(IReadOnlyList<StackTemplate> templates, LocalAccount account, IReadOnlyDictionary<string, string> parameters)
    {
        _parameters = parameters;
        Account = account;
        foreach (var template in templates)
        {
            Add(template, _ => null);
        }
    }

    public LocalAccount Account { get; }

    /// <summary>Each stack before those nested in it.</summary>
    public IReadOnlyList<TemplateResolver> Stacks => _stacks;

    public string? Parameter(string name) => _parameters.GetValueOrDefault(name);

    public JsonNode? Import(string name) => (_exports ??= Exports()).TryGetValue(name, out var read)
        ? read()
        : throw new LocalPipelineException($"Fn::ImportValue names '{name}', which no stack that runs here exports");

    public JsonNode? SsmParameter(string name) => _parameters.TryGetValue(name, out string? given) ? given
        : (_ssm ??= SsmParameters()).TryGetValue(name, out var read) ? read()
        : throw new LocalPipelineException($"the SSM parameter '{name}' is of no stack that runs here; --parameter {name}=VALUE gives it one");

    public JsonNode? Output(TemplateResolver parent, string logicalId, string output)
    {
        if (!_nested.TryGetValue((parent, logicalId), out var nested) || nested.Template.Outputs[output] is not { } declared)
        {
            throw new LocalPipelineException($"Fn::GetAtt names the output '{output}' of '{logicalId}', which is no output of a nested stack");
        }

        return nested.Resolve(declared["Value"]);
    }

    private void Add(StackTemplate template, Func<string, JsonNode?> given)
    {
        var resolver = new TemplateResolver(template, this, given);
        _stacks.Add(resolver);
        foreach (var (logicalId, resource) in template.Resources)
        {
            if (TemplateResolver.Text(resource?["Type"]) == NestedStack && resolver.IsMade(logicalId))
            {
                AddNested(resolver, logicalId);
            }
        }
    }

    private void AddNested(TemplateResolver parent, string logicalId)
    {
        var properties = parent.PropertiesOf(logicalId);
        string? url = TemplateResolver.Text(parent.Resolve(properties["TemplateURL"]));
        var template = parent.Template.Nested(logicalId, parent.NameOf(logicalId), url);
        int before = _stacks.Count;
        // Resolved when asked for: what a parent gives one nested stack may be another's output.
        Add(template, name => parent.Resolve(parent.At(properties, "Parameters", name)));
        _nested[(parent, logicalId)] = _stacks[before];
    }

    private Dictionary<string, Func<JsonNode?>> Exports()
    {
        var exports = new Dictionary<string, Func<JsonNode?>>(StringComparer.Ordinal);
        foreach (var stack in _stacks)
        {
            foreach (var (_, output) in stack.Template.Outputs)
            {
                if (stack.At(output, "Export", "Name") is { } name && stack.IsTrue(output?["Condition"])
                    && TemplateResolver.Text(stack.Resolve(name)) is { } text)
                {
                    exports[text] = () => stack.Resolve(output?["Value"]);
                }
            }
        }

        return exports;
    }

    private Dictionary<string, Func<JsonNode?>> SsmParameters()
    {
        var parameters = new Dictionary<string, Func<JsonNode?>>(StringComparer.Ordinal);
        foreach (var stack in _stacks)
        {
            foreach (var (logicalId, resource) in stack.Template.Resources)
            {
                string? type = TemplateResolver.Text(resource?["Type"]);
                if (type == "AWS::SSM::Parameter" && stack.IsMade(logicalId))
                {
                    parameters[stack.NameOf(logicalId)] = () => stack.Resolve(stack.PropertiesOf(logicalId)["Value"]);
                }
                else if (type == ExportWriter)
                {
                    // What CDK writes into the other region, under the names that the reader there has.
                    foreach (var (name, value) in stack.Unwrap(stack.At(stack.PropertiesOf(logicalId), "WriterProps", "exports")) as JsonObject ?? [])
                    {
                        parameters[name] = () => stack.Resolve(value);
                    }
                }
            }
        }

        return parameters;
    }
}
