using System.Text.RegularExpressions;
using Shardwise.Local.Iam;

namespace Shardwise.Local.Tests.Iam;

/// <summary>What holds of every policy, over many made at random; a failure names its seed.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly Caller Caller = new() { RoleArn = "arn:aws:iam::000000000000:role/R", SessionName = "f" };

    [Fact]
    public void A_pattern_matches_what_the_same_regular_expression_does()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            string pattern = Text(random, "ab*?", 8);
            string text = Text(random, "ab", 8);
            var expected = Regex.IsMatch(text, $"\\A{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}\\z");

            Assert.True(expected == (new PolicyPattern(pattern).Matches(text, new PolicyContext()) == Truth.Yes), $"seed {seed}: '{pattern}' and '{text}'");
        }
    }

    [Fact]
    public void More_allows_never_refuse_and_more_denies_never_allow()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var statements = Enumerable.Range(0, random.Next(5)).Select(_ => Statement(random, random.Next(3) == 0)).ToList();
            bool before = IsAllowed(statements);

            Assert.True(!before || IsAllowed([.. statements, Statement(random, isDeny: false)]), $"seed {seed}: an allow has refused");
            Assert.True(before || !IsAllowed([.. statements, Statement(random, isDeny: true)]), $"seed {seed}: a deny has allowed");
        }
    }

    [Fact]
    public void Neither_the_order_of_statements_nor_their_spread_over_policies_counts()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var statements = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Statement(random, random.Next(3) == 0)).ToArray();
            bool before = IsAllowed(statements);
            random.Shuffle(statements);
            int cut = random.Next(statements.Length);

            Assert.True(before == IsAllowed(statements), $"seed {seed}: the order counts");
            Assert.True(before == Judge(new([new(statements[..cut]), new(statements[cut..])])), $"seed {seed}: the spread counts");
        }
    }

    [Fact]
    public void A_boundary_never_gives_what_the_role_does_not_have()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            PolicyDocument identity = new([.. Enumerable.Range(0, random.Next(4)).Select(_ => Statement(random, random.Next(3) == 0))]);
            PolicyDocument boundary = new([.. Enumerable.Range(0, random.Next(4)).Select(_ => Statement(random, random.Next(3) == 0))]);

            Assert.True(Judge(new([identity], boundary)) == (Judge(new([identity])) && Judge(new([boundary]))), $"seed {seed}");
        }
    }

    private static bool IsAllowed(IReadOnlyList<PolicyStatement> statements) => Judge(new([new(statements)]));

    private static bool Judge(CallerPolicies policies) =>
        AccessJudge.Judge(new AccessRequest(Caller, "s:ab", "arn:aws:s:r:a:ba", new PolicyContext().With("k", "ab")), policies, null).IsAllowed;

    private static PolicyStatement Statement(Random random, bool isDeny)
    {
        PolicyPattern[] actions = [new($"s:{Text(random, "ab*?", 3)}")];
        PolicyPattern[] resources = [new($"arn:aws:s:r:a:{Text(random, "ab*?", 3)}")];
        bool isNotAction = random.Next(4) == 0, isNotResource = random.Next(4) == 0;
        return new PolicyStatement
        {
            IsDeny = isDeny,
            Actions = isNotAction ? [] : actions,
            NotActions = isNotAction ? actions : [],
            Resources = isNotResource ? [] : resources,
            NotResources = isNotResource ? resources : [],
            Conditions = random.Next(3) > 0 ? [] : [new PolicyCondition(random.Next(2) == 0 ? "StringLike" : "StringNotLike", "k", [Text(random, "ab*", 3)], hasVariables: true)],
        };
    }

    private static string Text(Random random, string alphabet, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(longest + 1)).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
