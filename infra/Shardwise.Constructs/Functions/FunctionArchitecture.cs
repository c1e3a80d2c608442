namespace Shardwise.Constructs.Functions;

/// <summary>The processor that a function runs on.</summary>
public enum FunctionArchitecture
{
    /// <summary>Lambda's <c>arm64</c>, the cheaper one for the same memory.</summary>
    Arm64,

    /// <summary>Lambda's <c>x86_64</c>.</summary>
    X64,
}
