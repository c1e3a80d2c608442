using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Functions;

[Collection(CdkFixture.Name)]
public sealed class FunctionFolderTests(CdkFixture cdk)
{
    [Theory]
    [InlineData("Shardwise.Scaler")]
    [InlineData("Shardwise.ClickstreamEtl")]
    public void The_build_puts_a_published_function_beside_the_assembly_that_deploys_it(string function)
    {
        var published = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "functions", function)).GetFiles().Select(file => file.Name)
            .ToList();

        published.ShouldContain($"{function}.dll");
        published.ShouldContain($"{function}.runtimeconfig.json");
        published.ShouldContain($"{function}.deps.json");
        published.ShouldContain("Amazon.Lambda.Core.dll");
        published.ShouldContain("AWSSDK.Core.dll");
        published.ShouldNotContain(function);
        published.ShouldNotContain(file => file.EndsWith(".xml"));
    }

    [Fact]
    public void A_scaler_that_was_not_published_is_one_clear_message()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "functions", "Shardwise.Scaler");
        Directory.Move(folder, folder + ".away");
        try
        {
            Should.Throw<InvalidPropsException>(() => new ShardAutoscaler(cdk.NewStack(), "Autoscaler")).Message.ShouldBe(
                $"The published function Shardwise.Scaler is not in {folder}: build the project that references Shardwise.Constructs with `dotnet "
                + $"build`, which puts it there.");
        }
        finally
        {
            Directory.Move(folder + ".away", folder);
        }
    }
}
