using System.Runtime.CompilerServices;
using Amazon.CDK.AWS.Lambda;
using Amazon.JSII.Runtime.Deputy;
using Constructs;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Functions;

/// <summary>
/// Warns where a function of the app has a runtime that is deprecated, when its app is synthesized and nothing changes it any more.
/// </summary>
internal sealed class RuntimeCheck : DeputyBase, IValidation
{
    private static readonly ConditionalWeakTable<Function, RuntimeCheck> Checked = [];

    private readonly Function function;

    private RuntimeCheck(Function function) => this.function = function;

    /// <summary>Looks at a function's runtime. Of an imported one nothing is known.</summary>
    public static void Watch(IFunction function)
    {
        if (function is Function own && new RuntimeCheck(own) is var check && Checked.TryAdd(own, check))
            own.Node.AddValidation(check);
    }

    public string[] Validate()
    {
        if (function.Node.DefaultChild is CfnFunction { Runtime: { } runtime } && EndedRuntime.All.TryGetValue(runtime, out var ended))
            Warning.Add(
                function,
                "shardwise:runtime",
                $"The function's runtime {runtime} is deprecated since {ended.Since:yyyy-MM-dd} and gets no security updates: Lambda makes no "
                + $"function with it from {ended.NoneMade:yyyy-MM-dd} on and changes none from {ended.NoneChanged:yyyy-MM-dd} on. Use "
                + $"{ended.Successor}.");
        return [];
    }
}
