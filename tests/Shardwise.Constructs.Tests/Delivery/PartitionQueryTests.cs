using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Tests.Gates;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>The queries of dynamic partitioning, by jq 1.6 itself.</summary>
[Collection(CdkFixture.Name)]
public sealed class PartitionQueryTests(CdkFixture cdk)
{
    private const string Record = """{"customer":{"id":"c7"},"test":true,"page":null,"ms":1500,"at":1600000000,"e-mail":"a@b"}""";

    // Pasted as it is, none but the first two gives its value: the others are no values of an object in jq, or the wrong ones.
    private static readonly (string Key, string Expression, string Value)[] Queries =
    [
        ("customer", ".customer.id", "c7"),
        ("year", ".at|strftime(\"%Y\")", "2020"),
        ("customer-id", ".customer.id", "c7"),
        ("a b", ".customer.id", "c7"),
        ("quoted \"\\(1)\"", ".customer.id", "c7"),
        ("jahr-ß", ".customer.id", "c7"),
        ("if", ".customer.id", "c7"),
        ("fallback", ".page // \"none\"", "none"),
        ("conditional", "if .test then \"test\" else \"live\" end", "test"),
        ("nested", "if .test then if .page then \"a\" else \"b\" end elif .page then \"c\" else \"d\" end", "b"),
        ("sum", ".customer.id + \"-\" + (.ms|tostring)", "c7-1500"),
        ("equal", ".ms == 1500 | tostring", "true"),
        ("ratio", ".ms / 1000 | floor | tostring", "1"),
        ("both", ".test and .page | tostring", "false"),
        ("several", "[.customer.id, .page, .ms] | map(tostring) | join(\"/\")", "c7/null/1500"),
        ("interpolated", "\"\\(.customer.id)-\\(if .test then \"t\" else \"l\" end)\"", "c7-t"),
        ("bound", ".customer as {id: $id} | $id", "c7"),
        ("defined", "def f: .customer.id; f", "c7"),
        ("commented", ".customer.id # who it was", "c7"),
        ("of lines", ".customer\n| .id", "c7"),
        ("bracketed", ".[\"e-mail\"]", "a@b"),
        ("end", "if .page then 1else .customer.id end", "c7"),
        ("dots", "if .test then (..|strings|select(. == \"c7\"))else . end", "c7"),
        ("keywords", "{if: .customer.id, then: 1}.if", "c7"),
    ];

    // Each is refused by jq too: what is named here and compiles would be a user's right expression refused.
    private static readonly (string Expression, string Allowed)[] Wrong =
    [
        ("", "an expression"),
        ("  # nothing", "an expression"),
        ("(.a", "a ')' for each '('"),
        (".a)", "no ')' without what it closes"),
        (".a[0", "a ']' for each '['"),
        ("{a: 1", "a '}' for each '{'"),
        ("[.a)", "a ']' for each '['"),
        ("\"abc", "a '\"' that ends the text"),
        ("\"a\\(.b\"", "a '\"' that ends the text"),
        ("if .a then 1 end", "an 'else' for each 'if', which jq 1.6 does not do without"),
        ("if .a else 1 end", "a 'then' for each 'if'"),
        ("if .a then 1 else 2", "an 'end' for each 'if'"),
        (".a end", "no 'end' without what it closes"),
        ("then 1", "no 'then' without what it belongs to"),
    ];

    [Fact]
    public void Every_query_gives_its_value_under_its_key() => Jq.Run([(Rendered(Queries), Record)]).Single()["output"].ShouldBeJson(Expected());

    [Fact]
    public void Every_query_gives_its_value_by_itself()
    {
        var rendered = Rendered(Queries.Select(query => new[] { query }));

        foreach (var (query, result) in Queries.Zip(Jq.Run(rendered.Select(query => (query, Record)))))
            result["output"].ShouldBeJson(new JsonObject { [query.Key] = query.Value }, query.Expression);
    }

    [InstalledJqFact]
    public void The_jq_of_this_machine_gives_the_same()
    {
        Jq.RunInstalled(Rendered(Queries), Record)["output"].ShouldBeJson(Expected());
        foreach (var (expression, _) in Wrong)
            Jq.RunInstalled($"{{\"k\":({expression})}}", Record)["refused"].ShouldNotBeNull(expression);
    }

    // The alternative operator gives no key its right to be unquoted, nor a conditional its place without parentheses.
    [Fact]
    public void Pasted_as_they_are_most_queries_would_be_refused()
    {
        var pasted = Jq.Run(Queries.Select(query => ($"{{{query.Key}:{query.Expression}}}", Record)));

        pasted.Count(result => result["refused"] is not null).ShouldBeGreaterThan(12);
    }

    [Fact]
    public void Every_query_of_every_template_compiles()
    {
        var queries = TemplateGate.AllTemplates(cdk).SelectMany(template => Extracted(JsonNode.Parse(template.Text)!)).Distinct().ToList();

        queries.ShouldNotBeEmpty();
        foreach (var (query, result) in queries.Zip(Jq.Run(queries.Select(query => (query, "{}")))))
            result["refused"].ShouldBeNull(query);
    }

    [Fact]
    public void An_expression_that_cannot_compile_is_refused_by_its_key()
    {
        var results = Jq.Run(Wrong.Select(wrong => ($"{{\"k\":({wrong.Expression})}}", "{}")));

        foreach (var ((expression, allowed), result) in Wrong.Zip(results))
        {
            result["refused"].ShouldNotBeNull(expression);
            Should.Throw<InvalidPropsException>(() => Rendered([("customer-id", expression, "")])).Message.ShouldBe(
                "FirehoseStream 'Delivery1' has invalid properties:\n"
                + $"  Destination.Partitioning.Queries['customer-id'] is '{expression}'; allowed: {allowed}.");
        }
    }

    // Whatever is put together of jq's own words and signs: what is refused here, jq refuses.
    [Fact]
    public void Nothing_is_refused_that_jq_would_compile()
    {
        string[] words =
        [
            "if", "then", "elif", "else", "end", "(", ")", "[", "]", "{", "}", "\"", "\\(", "\\\"", ".", "..", ".if", ".end", "$x", "@text", "a::end",
            "1", "1.", ".5", "1e5", " ", "\n", "# c\n", "#", "|", ",", "//", "+", "and", ":", "as", "def f:", ";", "not", "é",
        ];
        // What is mostly right, so that not only trifles are tried.
        string[] whole =
            ["if . then . else . end", "(1)", "[1]", "{a:1}", "\"a\\(1)b\"", ".a", "{if:1}", "def f:if . then 1else 2end;f", "1 # c\n"];
        var random = new Random(20261129);
        var refused = Refused(Enumerable.Range(0, 700).Select(_ => Composed(random, words, whole)).Distinct()).ToList();

        refused.Count.ShouldBeGreaterThan(200);
        var (within, alone) = (Jq.Run(refused.Select(text => ($"empty|({text}\n)", "null"))), Jq.Run(refused.Select(text => ($"empty|{text}", "null"))));
        foreach (var (text, n) in refused.Select((text, n) => (text, n)))
            (within[n]["refused"] ?? alone[n]["refused"]).ShouldNotBeNull(text);
    }

    private static string Composed(Random random, string[] words, string[] whole)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 7); n > 0; n--)
            text.Append(random.Next(3) == 0 ? words[random.Next(words.Length)] : whole[random.Next(whole.Length)])
                .Append(random.Next(2) == 0 ? " " : random.Next(3) == 0 ? "|" : "");
        return text.ToString();
    }

    // Something else is always wrong, so that none is made.
    private IEnumerable<string> Refused(IEnumerable<string> expressions)
    {
        var stack = cdk.NewStack();
        var destination = new DeliveryParts(stack).Partitioned;
        foreach (var expression in expressions)
        {
            var props = new FirehoseStreamProps
            {
                StreamName = "",
                Destination = destination with
                {
                    Partitioning = new DynamicPartitioning { Queries = new Dictionary<string, string> { ["customer"] = expression } },
                },
            };
            var problem = Should.Throw<InvalidPropsException>(() => new FirehoseStream(stack, "Refused", props)).Message;
            if (problem.Contains("Destination.Partitioning.Queries['customer'] is", StringComparison.Ordinal))
                yield return expression;
        }
    }

    private string Rendered((string Key, string Expression, string Value)[] queries) => Rendered([queries]).Single();

    private IEnumerable<string> Rendered(IEnumerable<(string Key, string Expression, string Value)[]> each)
    {
        var stack = cdk.NewStack();
        var destination = new DeliveryParts(stack).S3;
        foreach (var queries in each)
            _ = new FirehoseStream(stack, "Delivery" + stack.Node.Children.Length, new FirehoseStreamProps
            {
                Destination = destination with
                {
                    Prefix = string.Concat(queries.Select(query => $"!{{partitionKeyFromQuery:{query.Key}}}/")),
                    Partitioning = new DynamicPartitioning { Queries = queries.ToDictionary(query => query.Key, query => query.Expression) },
                },
                Alarms = new() { Enabled = false },
            });
        return Extracted(JsonNode.Parse(CdkFixture.Synthesize(stack).Snapshot())!);
    }

    private static JsonObject Expected() => new(Queries.Select(query => KeyValuePair.Create(query.Key, (JsonNode?)query.Value)));

    private static IEnumerable<string> Extracted(JsonNode node) => node switch
    {
        JsonObject parameter when (string?)(parameter["ParameterName"] as JsonValue) == "MetadataExtractionQuery" =>
            [(string)parameter["ParameterValue"]!],
        JsonObject json => json.SelectMany(member => member.Value is null ? [] : Extracted(member.Value)),
        JsonArray list => list.SelectMany(item => item is null ? [] : Extracted(item)),
        _ => [],
    };
}
