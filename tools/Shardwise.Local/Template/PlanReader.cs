using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Schedules;

namespace Shardwise.Local.Template;

/// <summary>Turns the stacks of a cloud assembly into a <see cref="PipelinePlan"/>: what runs here, and what is said not to.</summary>
internal sealed class PlanReader
{
    private readonly StackSet _stacks;
    private readonly List<TemplateResource> _resources;
    private readonly List<ResourceNote> _notes = [];

    private PlanReader(StackSet stacks)
    {
        _stacks = stacks;
        bool isAlone = stacks.Stacks.Count == 1;
        _resources =
        [
            .. from stack in stacks.Stacks
               from resource in stack.Template.Resources
               where IsMade(stack, resource.Key, isAlone)
               select new TemplateResource(stack, resource.Key, isAlone),
        ];
    }

    /// <param name="cloudAssembly">The folder.</param>
    /// <param name="stacks">Which stacks; none is all.</param>
    /// <param name="account">Where stacks run that are written for any account or region.</param>
    /// <param name="parameters">Values of parameters that have none in their template, by name.</param>
    public static PipelinePlan Read(
        string cloudAssembly, IReadOnlyList<string> stacks, LocalAccount account, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var templates = CloudAssembly.Open(cloudAssembly).ReadStacks(stacks);
        var here = new LocalAccount(
            templates.Select(template => template.Target.Region).FirstOrDefault(region => region is not null) ?? account.Region,
            templates.Select(template => template.Target.Account).FirstOrDefault(id => id is not null) ?? account.Id);
        return new PlanReader(new StackSet(templates, here, parameters ?? new Dictionary<string, string>())).Read();
    }

    private PipelinePlan Read()
    {
        var streams = OfType("AWS::Kinesis::Stream").Select(StreamDefinition.Read).ToList();
        Unique(streams, stream => stream.Name, "AWS::Kinesis::Stream");
        var functions = Functions();
        var runnable = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        var mappings = new MappingReader(streams, runnable, _notes.Add);
        var schedules = new ScheduleReader(runnable, _notes.Add);
        var plan = new PipelinePlan
        {
            Account = _stacks.Account,
            Stacks = [.. _stacks.Stacks.Select(stack => stack.Template.Path)],
            Resources = _resources,
            Streams = streams,
            Functions = functions,
            Mappings = [.. OfType("AWS::Lambda::EventSourceMapping").Select(mappings.Read).OfType<EventSourceMappingDefinition>()],
            Schedules = [.. OfType("AWS::Events::Rule").SelectMany(schedules.Read)],
            Buckets = OfType("AWS::S3::Bucket").ToDictionary(bucket => bucket.Label, bucket => bucket.Name, StringComparer.Ordinal),
            Notes = _notes,
        };
        _notes.AddRange(
            from resource in _resources
            let rule = ResourceSupport.Of(resource.Type)
            where rule.Handling == ResourceHandling.NotRun
            select new ResourceNote(resource, rule.Handling, rule.Reason));
        return plan;
    }

    private List<FunctionDefinition> Functions()
    {
        // A custom resource names the function that acts for it at deployment.
        var atDeployment = _resources
            .Where(resource => resource.Type.StartsWith("Custom::", StringComparison.Ordinal)
                || resource.Type == "AWS::CloudFormation::CustomResource")
            .Select(resource => resource.Properties.OptionalText("ServiceToken"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var reader = new FunctionReader(_notes.Add, OfType("AWS::Lambda::LayerVersion"));
        var functions = new List<FunctionDefinition>();
        foreach (var resource in OfType("AWS::Lambda::Function"))
        {
            if (atDeployment.Contains(resource.Arn))
            {
                _notes.Add(new ResourceNote(resource, ResourceHandling.PassedOver, "acts at deployment, for a custom resource"));
            }
            else if (reader.Read(resource) is { } function)
            {
                functions.Add(function);
            }
        }

        Unique(functions, function => function.Name, "AWS::Lambda::Function");
        return functions;
    }

    private void Unique<T>(IReadOnlyList<T> definitions, Func<T, string> name, string type)
    {
        if (definitions.GroupBy(name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            var makers = OfType(type).Where(resource => resource.Name == twice).Select(resource => resource.Label);
            throw new LocalPipelineException($"template: {type} '{twice}' is made twice: {string.Join(", ", makers)}; name the stack to run");
        }
    }

    private IEnumerable<TemplateResource> OfType(string type) => _resources.Where(resource => resource.Type == type);

    private static bool IsMade(TemplateResolver stack, string logicalId, bool isAlone)
    {
        try
        {
            return stack.IsMade(logicalId);
        }
        catch (LocalPipelineException exception)
        {
            throw new LocalPipelineException($"template: {(isAlone ? "" : stack.Template.Path + "/")}{logicalId}: {exception.Message}", exception);
        }
    }
}
