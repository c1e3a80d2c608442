namespace Shardwise.Cli.Tests.Local;

/// <summary>
/// The assembly of an app of CDK's own constructs only, in two stacks: a stream; a .NET function, the mapping with filters, the queue and the table. Its asset
/// is the tests' function.
/// </summary>
internal sealed class PlainApp : IDisposable
{
    private const string Asset = "asset.1e6bc4f86168d31bf5d442de7f0740b2ff2bfcbffe2b80089fdcc4a7f3797e17";

    private readonly TemporaryFolder _folder = new();

    /// <param name="retries">Tries after the first; null as in the app.</param>
    public PlainApp(int? retries = null)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Local", "PlainCdkApp");
        Directory.CreateDirectory(Markers);
        Directory.CreateDirectory(Assembly);
        foreach (string file in Directory.GetFiles(source, "*.json"))
        {
            string text = File.ReadAllText(file).Replace("@MARKERS@", Markers, StringComparison.Ordinal);
            File.WriteAllText(
                Path.Combine(Assembly, Path.GetFileName(file)),
                retries is null ? text : text.Replace("\"MaximumRetryAttempts\": 2", FormattableString.Invariant($"\"MaximumRetryAttempts\": {retries}"), StringComparison.Ordinal));
        }

        Directory.CreateSymbolicLink(Path.Combine(Assembly, Asset), AppFolder.TestFunctions);
    }

    public string Assembly => Path.Combine(_folder.Path, "cdk.out");

    public string Data => Path.Combine(_folder.Path, "data");

    private string Markers => Path.Combine(_folder.Path, "markers");

    /// <summary>What the function has taken, once for each time.</summary>
    public IReadOnlyList<string> Taken() => [.. Directory.GetFiles(Markers, "noted-*").SelectMany(File.ReadAllLines)];

    public string Write(string file, IEnumerable<string> lines)
    {
        string path = Path.Combine(_folder.Path, file);
        File.WriteAllLines(path, lines);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
