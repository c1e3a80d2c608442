namespace Shardwise.ClickstreamEtl.Tests;

public class UserCodeTests
{
    [Theory]
    [InlineData("Shardwise.ClickstreamEtl")]
    [InlineData("Shardwise.ClickstreamTransform")]
    public void A_function_of_the_reference_app_is_less_than_60_lines_of_code(string function)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "UserCode", function), "*.cs");
        var code = files.SelectMany(File.ReadLines).Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));

        Assert.NotEmpty(files);
        Assert.InRange(code.Count(), 1, 59);
    }
}
