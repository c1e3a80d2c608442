using Amazon.CDK.AWS.Lambda;

namespace Shardwise.Constructs.Defaults;

/// <content>Of functions.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>Whether calls of a function are traced by X-Ray.</summary>
    public abstract Tracing FunctionTracing { get; }

    /// <summary>Whether calls of a function begin from a copy of a started one.</summary>
    public abstract bool FunctionSnapStart { get; }
}
