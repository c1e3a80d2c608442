using System.Net;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Services;

public sealed class DiskProblemTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_that_the_disk_does_not_take_is_told_to_whoever_runs_the_services_too()
    {
        await using var services = await LocalServices.StartAsync(new LocalServicesOptions { DataDirectory = _folder.Path }, null, CancellationToken.None);
        services.CreateBucket("lake");
        List<string> told = [];
        services.StorageFailed += told.Add;
        Assert.Null(services.StorageProblem);
        // What is on its way into a bucket lies in a folder here, which this is none.
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "s3-incoming"), "");
        using var http = new HttpClient();

        using var answer = await http.PutAsync(new Uri(services.Endpoint, "lake/a/b.json"), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.StartsWith($"the data folder '{_folder.Path}' cannot be written: ", services.StorageProblem, StringComparison.Ordinal);
        Assert.Equal([services.StorageProblem!], told);
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(122, true)]
    [InlineData(unchecked((int)0x80070070), true)]
    [InlineData(5, false)]
    public void A_full_disk_is_told_from_a_broken_one(int code, bool isFull)
    {
        var said = DiskProblem.Describe(_folder.Path, new IOException("something about it", code));

        Assert.Matches(isFull
            ? $"^the disk of the data folder '{_folder.Path}' is full \\([0-9.]+ MB are free\\)$"
            : $"^the data folder '{_folder.Path}' cannot be written: something about it$", said);
    }
}
