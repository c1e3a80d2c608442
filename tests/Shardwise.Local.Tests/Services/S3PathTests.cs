namespace Shardwise.Local.Tests.Services;

public sealed class S3PathTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("year=2026/a b.gz", "year=2026/a b.gz")]
    [InlineData("a/", "a/%")]
    [InlineData("a//b", "a/%/b")]
    [InlineData("/a", "%/a")]
    [InlineData("../a", "%2E%2E/a")]
    [InlineData("./a", "%2E/a")]
    [InlineData("100%", "100%25")]
    [InlineData("a\\b", "a%5Cb")]
    public void A_key_is_its_own_path_where_it_can_be(string key, string path) => Assert.Equal(path, S3Path.Of(key));

    [Fact]
    public void Every_key_has_a_path_of_its_own_within_its_bucket_and_comes_back_from_it()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int seed = 0; seed < 50_000; seed++)
        {
            var random = new Random(seed);
            string key = Key(random);
            string path = S3Path.Of(key);

            Assert.True(key == S3Path.KeyOf(path), $"seed {seed}: '{key}' lies at '{path}', which is '{S3Path.KeyOf(path)}'");
            Assert.True(key == S3Path.KeyOf(path + S3Path.Beside), $"seed {seed}: '{key}' beside a folder");
            Assert.True(Path.GetFullPath(path, "/bucket").StartsWith("/bucket/", StringComparison.Ordinal), $"seed {seed}: '{key}' leaves its bucket by '{path}'");
            Assert.All(path.Split('/'), part => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(part), 1, 254));
            Assert.True(paths.TryAdd(path, key) || paths[path] == key, $"seed {seed}: '{key}' and '{paths[path]}' lie at '{path}'");
        }
    }

    private static string Key(Random random)
    {
        string[] pieces = ["a", ".", "..", "/", "%", "~", "%25", "%2E", "\\", "ü", "😀", "\0", " ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
        string key = string.Concat(Enumerable.Range(0, 1 + random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
        return key;
    }
}
