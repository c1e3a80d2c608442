using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Shardwise.Templates.Tests;

public sealed class TemplateTests : IDisposable
{
    private static readonly string Root = Repository();
    private static readonly string Template = Path.Combine(Root, "templates", "shardwise-consumer");

    private readonly string _folder = Directory.CreateTempSubdirectory("shardwise-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Payments", "Payments", "Payments")]
    [InlineData("Acme.Payments", "Acme.Payments", "Acme-Payments")]
    [InlineData("acme-orders", "acme_orders", "acme-orders")]
    [InlineData("7orders", "_7orders", "Stack7orders")]
    public async Task A_consumer_of_ones_own_name_is_made(string name, string rootNamespace, string stack)
    {
        await DotnetAsync("new", "install", Template);
        await DotnetAsync("new", "shardwise-consumer", "-n", name, "-o", "out");

        var made = Path.Combine(_folder, "out");
        var files = Directory.GetFiles(made, "*", SearchOption.AllDirectories);
        string[] expected =
        [
            ".gitignore", "README.md", "cdk.json", $"{name}.slnx",
            $"{name}/{name}.csproj", $"{name}/Function.cs", $"{name}/Order.cs", $"{name}/OrderConsumer.cs",
            $"{name}.Infra/{name}.Infra.csproj", $"{name}.Infra/ConsumerStack.cs", $"{name}.Infra/Program.cs",
            $"{name}.Tests/{name}.Tests.csproj", $"{name}.Tests/FunctionTests.cs", $"{name}.Tests/StackTests.cs", $"{name}.Tests/kinesis-event.json",
        ];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            files.Select(path => Path.GetRelativePath(made, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.All(files, path => Assert.DoesNotMatch("MyConsumer|Company", File.ReadAllText(path)));
        string Read(string file) => File.ReadAllText(Path.Combine(made, file));
        Assert.Contains($"\"{name}::{rootNamespace}.Function::HandleAsync\"", Read($"{name}.Infra/ConsumerStack.cs"), StringComparison.Ordinal);
        Assert.Contains($"(app, \"{stack}\",", Read($"{name}.Infra/Program.cs"), StringComparison.Ordinal);
        Assert.Contains($"namespace {rootNamespace};", Read($"{name}/Function.cs"), StringComparison.Ordinal);
        Assert.Contains($"dotnet publish \"{name}\" ", JsonNode.Parse(Read("cdk.json"))!["app"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_names_the_functions_handler()
    {
        var handler = typeof(Company.Orders.Function).GetMethod(nameof(Company.Orders.Function.HandleAsync))!;

        Assert.Contains(
            $"\"MyConsumer::{handler.DeclaringType!.FullName}::{handler.Name}\"", File.ReadAllText(Path.Combine(Template, "MyConsumer.Infra", "ConsumerStack.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme.Clicks", "Acme.Clicks", "Acme-Clicks")]
    [InlineData("acme-clicks", "acme_clicks", "acme-clicks")]
    public async Task A_pipeline_of_ones_own_name_is_made_with_its_workflow(string name, string rootNamespace, string stack)
    {
        await DotnetAsync("new", "install", Path.Combine(Root, "templates", "shardwise-pipeline"));
        await DotnetAsync("new", "shardwise-pipeline", "-n", name, "-o", "out");

        var made = Path.Combine(_folder, "out");
        var files = Directory.GetFiles(made, "*", SearchOption.AllDirectories);
        string[] expected =
        [
            ".github/workflows/pipeline.yml", ".gitignore", "README.md", "cdk.json", $"{name}.slnx",
            $"{name}/{name}.csproj", $"{name}/PipelineStack.cs", $"{name}/Program.cs",
            $"{name}.Tests/{name}.Tests.csproj", $"{name}.Tests/PipelineStackTests.cs",
        ];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            files.Select(path => Path.GetRelativePath(made, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.All(files, path => Assert.DoesNotMatch("MyPipeline|Company", File.ReadAllText(path)));
        Assert.Contains($"(app, \"{stack}\")", File.ReadAllText(Path.Combine(made, name, "Program.cs")), StringComparison.Ordinal);
        Assert.Contains($"namespace {rootNamespace};", File.ReadAllText(Path.Combine(made, name, "PipelineStack.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_packages_have_the_versions_that_this_repository_is_built_with()
    {
        var central = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var own = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var packages = Directory.GetFiles(Path.Combine(Root, "templates"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => Path.GetDirectoryName(project) != Path.Combine(Root, "templates"))
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(package => (Name: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value))
            .ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Equal(
            (package.Name, package.Name.StartsWith("Shardwise.", StringComparison.Ordinal) ? own : central[package.Name]), package));
    }

    // A home of its own: nothing is installed for the user who runs the tests.
    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_HOME"] = _folder;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await output}{await error}");
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
    }
}
