using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>Holds the examples of a page in docs/ against the lines of a test that compiles them.</summary>
internal static class Documentation
{
    public static void ExamplesShouldStandIn(string page, string test, int count)
    {
        var source = Lines(File.ReadAllText(Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", test)));
        var examples = File.ReadAllText(Path.Combine(CdkFixture.Root, "docs", page)).ReplaceLineEndings("\n")
            .Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();

        examples.Length.ShouldBe(count);
        foreach (var example in examples)
            source.ShouldContain(Lines(example), Case.Sensitive);
    }

    /// <summary>What the lines say, however far in they stand.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
