namespace Shardwise.Consumers.Tests;

/// <summary>docs/consumers.md has one table of failures, made from the table that decides.</summary>
/// <remarks>To write it anew after a change, run these tests with <c>SHARDWISE_ACCEPT_FAILURE_TABLE=1</c> and commit the page.</remarks>
public class FailureTableTests
{
    private const string AcceptVariable = "SHARDWISE_ACCEPT_FAILURE_TABLE";
    private const string Begin = "<!-- failures: made from Failures/FailureRules.cs -->\n";
    private const string End = "<!-- failures end -->\n";

    [Fact]
    public void The_page_has_the_table_that_decides()
    {
        var file = Path.Combine(Root, "docs", "consumers.md");
        var page = File.ReadAllText(file);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            page = page[..begin] + Table() + page[end..];
            File.WriteAllText(file, page);
            end = page.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(Table(), page[begin..end]);
    }

    [Fact]
    public void Each_rule_says_where_it_is_from() => Assert.All(FailureRules.All, rule =>
    {
        Assert.NotEmpty(rule.Source);
        Assert.True(rule.TypeName is null || rule.Package is not null);
    });

    private static string Table() => string.Concat(
        (string[])
        [
            "| exception or answer | whose | what happens | source |\n",
            "|---|---|---|---|\n",
            .. FailureRules.All.Select(rule => Row(rule.What, rule.Cause, rule.What == "`RejectedRecordException`", rule.Source)),
            Row("any other, such as those of your own code", FailureCause.Record, false, "Shardwise.Consumers"),
        ]);

    private static string Row(string what, FailureCause cause, bool isAtOnce, string source) => cause == FailureCause.Dependency
        ? $"| {what} | a dependency's | after its attempts the batch stops there, and Lambda delivers again | {Linked(source)} |\n"
        : $"| {what} | the record's | {(isAtOnce ? "at once" : "after its attempts")} to the dead letters, and the batch goes on | {Linked(source)} |\n";

    private static string Linked(string source) => source.StartsWith("https://", StringComparison.Ordinal) ? $"[{new Uri(source).Host}]({source})" : source;

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Infra.sln.");
            }

            return folder.FullName;
        }
    }
}
