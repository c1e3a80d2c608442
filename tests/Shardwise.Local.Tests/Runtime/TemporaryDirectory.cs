namespace Shardwise.Local.Tests.Runtime;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("shardwise-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
