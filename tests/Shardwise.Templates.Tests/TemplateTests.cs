using System.Diagnostics;
using System.Xml.Linq;

namespace Shardwise.Templates.Tests;

public sealed class TemplateTests : IDisposable
{
    private static readonly string Root = Repository();
    private static readonly string Template = Path.Combine(Root, "templates", "shardwise-consumer");

    private readonly string _folder = Directory.CreateTempSubdirectory("shardwise-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_consumer_of_ones_own_name_is_made()
    {
        await DotnetAsync("new", "install", Template);
        await DotnetAsync("new", "shardwise-consumer", "-n", "Acme.Payments", "-o", "out");

        var made = Path.Combine(_folder, "out");
        Assert.Equal(
            [
                ".gitignore", "Acme.Payments.Infra/Acme.Payments.Infra.csproj", "Acme.Payments.Infra/ConsumerStack.cs", "Acme.Payments.Infra/Program.cs",
                "Acme.Payments.Tests/Acme.Payments.Tests.csproj", "Acme.Payments.Tests/FunctionTests.cs", "Acme.Payments.Tests/kinesis-event.json",
                "Acme.Payments/Acme.Payments.csproj", "Acme.Payments/Function.cs", "Acme.Payments/Order.cs", "Acme.Payments/OrderConsumer.cs", "README.md", "cdk.json",
            ],
            Directory.GetFiles(made, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(made, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(made, "*", SearchOption.AllDirectories), path => Assert.DoesNotContain("MyConsumer", File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Contains("\"Acme.Payments::Acme.Payments.Function::HandleAsync\"", File.ReadAllText(Path.Combine(made, "Acme.Payments.Infra", "ConsumerStack.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_names_the_functions_handler()
    {
        var handler = typeof(MyConsumer.Function).GetMethod(nameof(MyConsumer.Function.HandleAsync))!;

        Assert.Contains(
            $"\"MyConsumer::{handler.DeclaringType!.FullName}::{handler.Name}\"", File.ReadAllText(Path.Combine(Template, "MyConsumer.Infra", "ConsumerStack.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_packages_have_the_versions_that_this_repository_is_built_with()
    {
        var central = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var own = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var packages = Directory.GetFiles(Template, "*.csproj", SearchOption.AllDirectories)
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
