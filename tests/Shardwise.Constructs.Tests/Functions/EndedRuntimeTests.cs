using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Tests.Gates;
using Shouldly;

namespace Shardwise.Constructs.Tests.Functions;

/// <summary>What is said of runtimes, against the table that the newest CDK's validator has of Lambda's developer guide.</summary>
[Collection(CdkFixture.Name)]
public sealed partial class EndedRuntimeTests(CdkFixture cdk)
{
    // Some that have ended and some that have not. The validator's table is older than the end of dotnet8.
    private static readonly string[] Runtimes =
    [
        "dotnet10", "dotnet6", "dotnetcore3.1", "go1.x", "java21", "java8", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs24.x",
        "provided", "provided.al2", "provided.al2023", "python3.14", "python3.7", "python3.8", "python3.9", "ruby2.7", "ruby3.2",
    ];

    /// <summary>The name under which the gate of all templates looks at a function of each runtime.</summary>
    internal const string File = "runtimes.json";

    internal static string Template => new JsonObject
    {
        ["Resources"] = new JsonObject(Runtimes.Select((runtime, place) => KeyValuePair.Create($"F{place}", (JsonNode?)FunctionOf(runtime)))),
    }.ToJsonString();

    [Fact]
    public void Each_runtime_that_the_validator_knows_to_have_ended_is_warned_of_with_its_dates_and_no_other_is()
    {
        var stack = cdk.NewStack();
        foreach (var runtime in Runtimes)
        {
            var made = new TransformFunction(stack, runtime.Replace('.', '-'), new TransformFunctionProps
            {
                AssetDirectory = cdk.Published("Clean"),
                Handler = "Clean::Clean.Function::Handle",
            });
            ((CfnFunction)made.Function.Node.DefaultChild!).Runtime = runtime;
        }

        var known = TemplateGateTests.Validated(cdk).Where(line => line.StartsWith($"{File}: ", StringComparison.Ordinal))
            .Select(line => Ended().Match(line)).Where(match => match.Success).Select(Dates).Order(StringComparer.Ordinal).ToList();

        known.Count.ShouldBe(15);
        Warnings.Of(stack).Select(warning => Dates(Said().Match(warning))).Order(StringComparer.Ordinal).ShouldBe(known);
    }

    private static string Dates(Match match) => string.Join(' ', match.Groups.Values.Skip(1).Select(group => group.Value));

    private static JsonObject FunctionOf(string runtime) => new()
    {
        ["Type"] = "AWS::Lambda::Function",
        ["Properties"] = new JsonObject
        {
            ["Role"] = "arn:aws:iam::111122223333:role/clean",
            ["Runtime"] = runtime,
            ["Handler"] = "clean.handle",
            ["Code"] = new JsonObject { ["S3Bucket"] = "example-code", ["S3Key"] = "clean.zip" },
        },
    };

    [GeneratedRegex("Runtime '([^']+)' was deprecated on '([^']+)'\\. Creation .* disabled on '([^']+)', and .* disabled on '([^']+)'\\. .* to '([^']+)'")]
    private static partial Regex Ended();

    [GeneratedRegex("runtime (\\S+) is deprecated since (\\S+) .* from (\\S+) on .* from (\\S+) on\\. Use (\\S+)\\.$")]
    private static partial Regex Said();
}
