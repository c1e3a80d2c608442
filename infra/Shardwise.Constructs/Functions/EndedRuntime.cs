namespace Shardwise.Constructs.Functions;

/// <summary>A runtime of Lambda that is deprecated.</summary>
/// <param name="Since">From when on it gets no security updates.</param>
/// <param name="NoneMade">From when on Lambda makes no function with it.</param>
/// <param name="NoneChanged">From when on Lambda changes no function with it.</param>
/// <param name="Successor">What takes its place.</param>
/// <remarks>
/// Source: "Runtime deprecation" in the Lambda developer guide, as the validator that aws-cdk-lib 2.276 bundles has its table; a test compares the
/// two. <c>dotnet8</c> is younger than that.
/// </remarks>
internal sealed record EndedRuntime(DateOnly Since, DateOnly NoneMade, DateOnly NoneChanged, string Successor)
{
    private static readonly DateOnly LastMade = new(2027, 2, 1);
    private static readonly DateOnly LastChanged = new(2027, 3, 3);

    /// <summary>All of them, by what Lambda calls them.</summary>
    public static IReadOnlyDictionary<string, EndedRuntime> All { get; } = new Dictionary<string, EndedRuntime>
    {
        ["dotnet8"] = new(new(2026, 11, 10), LastMade, LastChanged, "dotnet10"),
        ["dotnet6"] = new(new(2024, 12, 20), LastMade, LastChanged, "dotnet10"),
        ["dotnetcore3.1"] = new(new(2023, 4, 3), new(2023, 4, 3), new(2023, 5, 3), "dotnet10"),
        ["provided.al2"] = new(new(2026, 7, 31), LastMade, LastChanged, "provided.al2023"),
        ["provided"] = new(new(2024, 1, 8), new(2024, 2, 8), LastChanged, "provided.al2023"),
        ["go1.x"] = new(new(2024, 1, 8), new(2024, 2, 8), LastChanged, "provided.al2023"),
        ["java8"] = new(new(2024, 1, 8), new(2024, 2, 8), LastChanged, "java25"),
        ["nodejs20.x"] = new(new(2026, 4, 30), LastMade, LastChanged, "nodejs24.x"),
        ["nodejs18.x"] = new(new(2025, 9, 1), LastMade, LastChanged, "nodejs24.x"),
        ["nodejs16.x"] = new(new(2024, 6, 12), LastMade, LastChanged, "nodejs24.x"),
        ["nodejs14.x"] = new(new(2023, 12, 4), new(2024, 1, 9), LastChanged, "nodejs24.x"),
        ["python3.9"] = new(new(2025, 12, 15), LastMade, LastChanged, "python3.14"),
        ["python3.8"] = new(new(2024, 10, 14), LastMade, LastChanged, "python3.14"),
        ["python3.7"] = new(new(2023, 12, 4), new(2024, 1, 9), LastChanged, "python3.14"),
        ["ruby3.2"] = new(new(2026, 3, 31), LastMade, LastChanged, "ruby4.0"),
        ["ruby2.7"] = new(new(2023, 12, 7), new(2024, 1, 9), LastChanged, "ruby4.0"),
    };
}
