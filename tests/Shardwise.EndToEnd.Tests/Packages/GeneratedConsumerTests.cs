namespace Shardwise.EndToEnd.Tests.Packages;

/// <summary>A consumer of one's own from the packed files alone, as a user makes it.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed class GeneratedConsumerTests
{
    [Fact]
    public void A_generated_consumer_builds_with_its_stack_and_passes_its_own_test()
    {
        using var consumer = new GeneratedConsumer();

        // One build of all that was made, the stack among it, which no project of the others refers to.
        File.WriteAllText(
            Path.Combine(consumer.Folder, "All.proj"),
            """
            <Project DefaultTargets="Build">
              <ItemGroup><Made Include="**/*.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Made)" Targets="Restore" BuildInParallel="true" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Made)" BuildInParallel="true" /></Target>
            </Project>
            """);
        consumer.Dotnet(
            "build", "All.proj", "-v", "quiet", "-nologo", "-clp:ErrorsOnly", "-m", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=NU1603");
        var tested = consumer.Dotnet("vstest", $"{GeneratedConsumer.Name}.Tests/bin/Debug/net10.0/{GeneratedConsumer.Name}.Tests.dll");

        Assert.Matches(@"Passed:\s+1\b", tested);
        Assert.True(File.Exists(Path.Combine(
            consumer.Folder, $"{GeneratedConsumer.Name}.Infra/bin/Debug/net10.0/functions/Shardwise.Scaler/Shardwise.Scaler.dll")));
    }
}
