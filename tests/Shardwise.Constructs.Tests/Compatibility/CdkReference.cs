namespace Shardwise.Constructs.Tests.Compatibility;

/// <summary>A call of a member of the CDK.</summary>
/// <param name="Type">The type that it is looked for on, by its C# name.</param>
/// <param name="Member">Its name in the assembly, as <c>set_LogGroup</c>.</param>
/// <param name="Signature">What it takes and returns, as <c>Void set_LogGroup(Amazon.CDK.AWS.Logs.ILogGroup)</c>.</param>
internal sealed record CdkReference(string Type, string Member, string Signature)
{
    /// <summary>As a person writes it: <c>FunctionProps.LogGroup</c>.</summary>
    public string Name => Member == ".ctor" ? $"new {Type.Split('.')[^1]}" : $"{Type.Split('.')[^1]}.{(IsAccessor ? Member[4..] : Member)}";

    private bool IsAccessor => Member.StartsWith("set_", StringComparison.Ordinal) || Member.StartsWith("get_", StringComparison.Ordinal);
}
