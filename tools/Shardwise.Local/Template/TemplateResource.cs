namespace Shardwise.Local.Template;

/// <summary>One resource of a stack that runs; its name, ARN and properties are resolved when they are asked for.</summary>
internal sealed class TemplateResource
{
    private readonly Lazy<string> _name;
    private readonly Lazy<string> _arn;

    /// <param name="resolver">Its stack.</param>
    /// <param name="logicalId">Its logical id.</param>
    /// <param name="isAlone">Whether its stack is the only one, so that messages need not name it.</param>
    public TemplateResource(TemplateResolver resolver, string logicalId, bool isAlone)
    {
        Stack = resolver.Template.Path;
        LogicalId = logicalId;
        Label = isAlone ? logicalId : $"{Stack}/{logicalId}";
        Template = resolver.Template;
        Type = Guarded(() => resolver.TypeOf(logicalId));
        Properties = new ResourceProperties(Label, Type, Guarded(() => resolver.PropertiesOf(logicalId)), resolver);
        _name = new Lazy<string>(() => NamedProblem(() => resolver.NameOf(logicalId)));
        _arn = new Lazy<string>(() => NamedProblem(() => resolver.ArnOf(logicalId)));
    }

    /// <summary>The stack's path: <c>Stage/Stack</c>, <c>Stack/NestedStack</c>.</summary>
    public string Stack { get; }

    public string LogicalId { get; }

    /// <summary>How a person is told of it: the logical id, with the stack before it where several run.</summary>
    public string Label { get; }

    public string Type { get; }

    /// <summary>The physical name.</summary>
    /// <exception cref="LocalPipelineException">Its reference cannot be resolved.</exception>
    public string Name => _name.Value;

    /// <exception cref="LocalPipelineException">A reference in it cannot be resolved.</exception>
    public string Arn => _arn.Value;

    public ResourceProperties Properties { get; }

    /// <summary>The properties that do nothing here, though its type runs; none where that is not known.</summary>
    public IReadOnlyList<string> WithoutEffect => ResourceSupport.Of(Type).IsReadWhole
        ? [.. Properties.NotRead.Where(name => name != "Description" && name != ResourceNames.Property(Type))]
        : [];

    public StackTemplate Template { get; }

    public override string ToString() => $"{Type} {Label}";

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LocalPipelineException exception)
        {
            throw new LocalPipelineException($"template: {Label}: {exception.Message}", exception);
        }
    }

    private T NamedProblem<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LocalPipelineException exception)
        {
            string property = ResourceNames.Property(Type) ?? "its name";
            throw new LocalPipelineException($"template: {Label} ({Type}): {property}: {exception.Message}", exception);
        }
    }
}
