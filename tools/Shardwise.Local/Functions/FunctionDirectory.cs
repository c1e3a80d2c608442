namespace Shardwise.Local.Functions;

/// <summary>The functions of a pipeline, found as AWS finds them.</summary>
internal sealed class FunctionDirectory
{
    private readonly List<FunctionRuntime> _functions = [];

    public IReadOnlyList<FunctionRuntime> All => _functions;

    public void Add(FunctionRuntime function) => _functions.Add(function);

    /// <summary>By name or ARN, whatever version or alias follows.</summary>
    public FunctionRuntime? Find(string nameOrArn)
    {
        string name = FunctionReader.NameIn(nameOrArn);
        return _functions.Find(function => function.Definition.Name == name);
    }

    /// <summary>As a person calls it: by logical id, stack and logical id, or name.</summary>
    /// <exception cref="ArgumentException">None is called so, or several are.</exception>
    public FunctionRuntime Called(string name)
    {
        var called = _functions.FindAll(function =>
            LogicalId.IsCalled(function.Definition.LogicalId, name) || function.Definition.Name == name
            || (name.StartsWith(function.Definition.Stack + "/", StringComparison.Ordinal)
                && LogicalId.IsCalled(function.Definition.LogicalId, name[(function.Definition.Stack.Length + 1)..])));
        return called switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"No function '{name}' runs; there are "
                + $"{string.Join(", ", _functions.Select(function => LogicalId.Short(function.Definition.LogicalId)))}."),
            _ => throw new ArgumentException($"'{name}' may be {string.Join(" or ", called.Select(function => function.Definition.Name))}."),
        };
    }
}
