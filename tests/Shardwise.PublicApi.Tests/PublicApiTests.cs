using System.Reflection;

namespace Shardwise.PublicApi.Tests;

/// <summary>Each package's public surface is written down in its PublicAPI.txt, so that a change to it is seen when it is made.</summary>
/// <remarks>To accept a change, run these tests with <c>SHARDWISE_ACCEPT_PUBLIC_API=1</c> and commit the file.</remarks>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "SHARDWISE_ACCEPT_PUBLIC_API";

    public static TheoryData<string, string> Packages => new()
    {
        { "infra", "Shardwise.Constructs" },
        { "infra", "Shardwise.Constructs.Testing" },
        { "libraries", "Shardwise.Consumers" },
        { "libraries", "Shardwise.Consumers.DynamoDb" },
        { "libraries", "Shardwise.Consumers.Firehose" },
        { "libraries", "Shardwise.Consumers.Kinesis" },
        { "libraries", "Shardwise.Kpl" },
        { "libraries", "Shardwise.LocalKinesis" },
        { "libraries", "Shardwise.Producer" },
        { "libraries", "Shardwise.Scaling" },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_what_is_written_down(string folder, string package)
    {
        var file = Path.Combine(Root, folder, package, "PublicAPI.txt");
        var found = PublicApi.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
            File.WriteAllText(file, string.Concat(found.Select(line => $"{line}\n")));
        var written = File.Exists(file) ? File.ReadAllLines(file) : [];

        var changes = found.Except(written).Select(line => $"+ {line}").Concat(written.Except(found).Select(line => $"- {line}")).ToList();
        Assert.True(
            changes.Count == 0,
            $"The public surface of {package} is not what {folder}/{package}/PublicAPI.txt says. If it is meant, run this test with {AcceptVariable}=1 and commit the file.\n"
            + string.Join('\n', changes));
    }

    [Fact]
    public void Every_package_has_its_file() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Root, "libraries"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)
            .Concat(["Shardwise.Constructs", "Shardwise.Constructs.Testing"]).Order(),
        Packages.Select(row => (string)row[1]).Order());

    internal static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Infra.sln.");
            return folder.FullName;
        }
    }
}
