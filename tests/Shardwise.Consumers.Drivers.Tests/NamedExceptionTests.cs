using System.Text.Json;

namespace Shardwise.Consumers.Drivers.Tests;

public class NamedExceptionTests
{
    // Which file came from which package of which version, as it was restored.
    private static readonly JsonElement Restored = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Shardwise.Consumers.Drivers.Tests.deps.json"))).RootElement;

    public static TheoryData<string, string> Named
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var rule in FailureRules.All.Where(rule => rule.TypeName is not null).DistinctBy(rule => rule.TypeName))
            {
                rows.Add(rule.TypeName!, rule.Package!);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Each_exception_that_is_known_by_its_name_is_in_that_version_of_its_package(string typeName, string package)
    {
        var found = Restored.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .Where(library => library.Name.Split('/')[0] == package.Split(' ')[0]).ToList();

        var library = Assert.Single(found);
        Assert.Equal(package, package.Contains(' ', StringComparison.Ordinal) ? library.Name.Replace('/', ' ') : library.Name.Split('/')[0]);
        Assert.Contains(
            AssembliesOf(library),
            file => typeof(Exception).IsAssignableFrom(System.Reflection.Assembly.Load(file).GetType(typeName)));
    }

    private static List<string> AssembliesOf(JsonProperty library) =>
        [.. library.Value.GetProperty("runtime").EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name))];
}
