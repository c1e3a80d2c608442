using System.Text;
using System.Text.Json;
using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class DemoOutcomeTests : IDisposable
{
    private const int Offered = 6;

    private readonly TemporaryFolder folder = new();
    private readonly AcceptedIds accepted = new(Offered);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_is_well_when_every_id_is_in_the_output_or_in_a_dead_letter()
    {
        Accept(0, 1, 2, 3, 4, 5);
        Output("out/clicks/hour=11/a.ndjson.gz", 0, 1, 2);
        Output("out/clicks/hour=12/b.ndjson.gz", 3, 2);
        DeadLetter("dead/dead-letters/x/1-0.json", "<click id=click-000000004 broken");
        DeadLetter("dead/dead-letters/x/2-0.json", "{\"id\":\"click-000000005\"");

        var outcome = Count();

        Assert.Equal("demo: OK in=6 out=4 dead=2 duplicated=1 lost=0 shards=2->4->3", outcome.Line);
        Assert.Empty(outcome.Problems);
    }

    [Fact]
    public void A_dead_letter_that_holds_many_clicks_counts_each()
    {
        Accept(0, 1, 2, 3, 4, 5);
        Output("out/a.ndjson.gz", 0, 1, 2, 3);
        DeadLetter("dead/1-0.json", "click-000000004 and \"click-000000005\" and click-12");

        Assert.Equal("demo: OK in=6 out=4 dead=2 duplicated=0 lost=0 shards=2->4->3", Count().Line);
    }

    [Fact]
    public void What_is_lost_is_named_with_its_minute_and_shard()
    {
        Accept(0, 1, 2, 3, 4, 5);
        Output("out/a.ndjson.gz", 0, 1, 2, 4);

        Assert.Equal(
            "demo: FAILED in=6 out=4 dead=0 duplicated=0 lost=2 shards=2->4->3: 2 lost: "
            + "click-000000003 (minute 1, shardId-000000000001), click-000000005 (minute 2, shardId-000000000001)",
            Count().Line);
    }

    [Fact]
    public void An_id_both_in_the_output_and_in_a_dead_letter_is_a_failure()
    {
        Accept(0, 1, 2, 3, 4, 5);
        Output("out/a.ndjson.gz", 0, 1, 2, 3, 4, 5);
        DeadLetter("dead/1-0.json", "click-000000005");

        Assert.Equal(
            "demo: FAILED in=6 out=6 dead=1 duplicated=0 lost=0 shards=2->4->3: 1 both in the output and in the dead letters: click-000000005",
            Count().Line);
    }

    [Fact]
    public void A_well_formed_click_among_the_dead_letters_is_a_failure_and_its_reason_is_told()
    {
        Accept(0, 1, 2, 3, 4, 5);
        for (var number = 0; number < Offered; number++)
        {
            DeadLetter($"dead/{number}-0.json", $"{{\"id\":\"click-{number:000000000}\"}}", number == 3 ? "the bucket's key is disabled" : null);
        }

        Assert.Equal(
            "demo: FAILED in=6 out=0 dead=6 duplicated=0 lost=0 shards=2->4->3: 4 set aside though they are well-formed, the last because of: "
            + "the bucket's key is disabled: click-000000000, click-000000001, click-000000002, click-000000003",
            Count().Line);
    }

    [Fact]
    public void What_was_never_accepted_is_a_failure_delivered_or_not()
    {
        Accept(0, 1, 2, 3);
        Output("out/a.ndjson.gz", 0, 1, 2, 3, 4);

        Assert.Equal(
            "demo: FAILED in=4 out=5 dead=0 duplicated=0 lost=0 shards=2->4->3: 1 delivered and never accepted: click-000000004; 2 offered and never accepted",
            Count().Line);
    }

    [Fact]
    public void An_empty_folder_means_that_all_is_lost()
    {
        Accept(0, 1, 2, 3, 4, 5);

        Assert.Equal(6, Count().Lost);
    }

    [Fact]
    public void A_damaged_object_is_named()
    {
        folder.Write("out/a.ndjson.gz", "no gzip");

        var exception = Assert.Throws<FailureException>(() => Count());

        Assert.StartsWith($"the object {Path.Combine("out", "a.ndjson.gz")} is damaged: ", exception.Message, StringComparison.Ordinal);
    }

    // The last two are malformed.
    private static bool IsMalformed(int number) => number >= Offered - 2;

    private DemoOutcome Count() => DemoOutcome.Count(
        Offered, accepted, DeliveredIds.Read(folder.Path, Offered, IsMalformed), [2, 4, 3], number => number / 2, IsMalformed);

    private void Accept(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            accepted.Add(number, $"shardId-{number % 2:000000000000}");
        }
    }

    private void Output(string name, params int[] numbers) =>
        folder.Write(name, Gzip.Pack(string.Concat(numbers.Select(number => $"{{\"id\":\"click-{number:000000000}\",\"page\":\"/\"}}\n"))));

    private void DeadLetter(string name, string payload, string? reason = null)
    {
        var letter = new Dictionary<string, string> { ["shardId"] = "s", ["payloadBase64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)) };
        if (reason is not null)
        {
            letter["reason"] = reason;
        }

        folder.Write(name, JsonSerializer.Serialize(letter));
    }
}
