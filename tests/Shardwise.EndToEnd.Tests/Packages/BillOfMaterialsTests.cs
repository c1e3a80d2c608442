using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.EndToEnd.Tests.Packages;

public sealed partial class BillOfMaterialsTests(BillsOfMaterials bills) : IClassFixture<BillsOfMaterials>
{
    public static TheoryData<string> Packages => [.. BillsOfMaterials.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_bill_names_its_package_and_each_dependency_that_the_package_names(string id)
    {
        var bill = bills.Bill(id);

        Assert.Equal("CycloneDX", (string?)bill["bomFormat"]);
        Assert.Equal($"pkg:nuget/{id}@{PackedPackages.Version}", (string?)bill["metadata"]!["component"]!["purl"]);
        var dependencies = PackedPackages.Metadata(id).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => $"pkg:nuget/{dependency.Attribute("id")!.Value}@{dependency.Attribute("version")!.Value}").ToList();
        Assert.NotEmpty(dependencies);
        Assert.Empty(dependencies.Except(Components(bill).Select(part => (string?)part["purl"])));
    }

    [Fact]
    public void A_function_in_a_package_is_in_its_bill_with_all_that_lies_beside_it()
    {
        using var package = ZipFile.OpenRead(PackedPackages.PathOf("Shardwise.Constructs"));
        using var list = package.GetEntry("functions/Shardwise.Scaler/Shardwise.Scaler.deps.json")!.Open();
        var libraries = JsonNode.Parse(list)!["libraries"]!.AsObject().Select(library => library.Key.Split('/')[0]).ToList();

        var bill = bills.Bill("Shardwise.Constructs");

        Assert.Contains("AWSSDK.Kinesis", libraries);
        Assert.Empty(libraries.Except(Components(bill).Select(part => (string)part["name"]!)));
        // Nobody gets the function from a feed: it has no address there.
        Assert.Null(Components(bill).Single(part => (string?)part["name"] == "Shardwise.Scaler")["purl"]);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Whatever_a_component_depends_on_is_a_component(string id)
    {
        var bill = bills.Bill(id);
        var known = Components(bill).Append(bill["metadata"]!["component"]!).Select(part => (string)part["bom-ref"]!).ToList();
        var edges = bill["dependencies"]!.AsArray().Select(edge => (Of: (string)edge!["ref"]!, On: edge["dependsOn"]!.AsArray().Select(on => (string)on!))).ToList();

        Assert.Equal(known.Order(StringComparer.Ordinal), edges.Select(edge => edge.Of).Order(StringComparer.Ordinal));
        Assert.Empty(edges.SelectMany(edge => edge.On).Except(known));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_bill_tells_nothing_of_the_machine_and_the_hour_that_it_was_written_at(string id)
    {
        var text = bills.Text(id);
        var sources = PackedPackages.Run(PackedPackages.Folder, "dotnet", ["nuget", "list", "source", "--format", "short"]);

        string[] folders = [PackedPackages.Project(""), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Path.GetTempPath()];
        Assert.All(folders, folder => Assert.DoesNotContain(folder.TrimEnd('/', '\\') + '/', text.Replace('\\', '/'), StringComparison.Ordinal));
        Assert.All(Host().Matches(sources), host => Assert.DoesNotContain(host.Value, text, StringComparison.Ordinal));
        Assert.Null(bills.Bill(id)["metadata"]!["timestamp"]);
        Assert.Null(bills.Bill(id)["serialNumber"]);
    }

    private static IEnumerable<JsonNode> Components(JsonNode bill) => bill["components"]!.AsArray().Select(part => part!);

    [GeneratedRegex(@"(?<=://)[^/:\s]+")]
    private static partial Regex Host();
}
