using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Shardwise.Cli.Planning;

/// <summary>An account's plan as a table for people, and as JSON.</summary>
internal static class AccountPlanText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IAnsiConsole console, AccountPlan plan, string region)
    {
        var table = new FittedTable(
            Text($"{plan.Streams.Count} streams in {region}"), new("", IsText: true), new("now", 3, IsText: true), new("provisioned", 1),
            new("Standard", 1), new("GB in", 2),
            new("belongs into", IsText: true));
        foreach (var (stream, mode) in plan.Streams)
            table.Add(stream.Name, stream.Now, Text($"{stream.Provisioned:N2}"), Text($"{stream.Standard:N2}"),
                Text($"{stream.GigabytesIn:N1}"), Name(mode));
        table.Write(console);
        var writer = console.Profile.Out.Writer;
        console.WriteProse("USD and GB of 30 days of such traffic, by the prices of us-east-1, with one polling reader; provisioned: the shards "
            + "there are where they");
        console.WriteProse("cost less and throttle no more, or the scaler as it comes, itself included.");
        writer.WriteLine();
        foreach (var sentence in Advice(plan))
            console.WriteProse(sentence);
    }

    public static string Json(AccountPlan plan, string region) => new JsonObject
    {
        ["region"] = region,
        ["streams"] = new JsonArray([.. plan.Streams.Select(each => new JsonObject
        {
            ["stream"] = each.Stream.Name,
            ["now"] = each.Stream.Now,
            ["provisioned_usd_a_month"] = each.Stream.Provisioned,
            ["standard_usd_a_month"] = each.Stream.Standard,
            ["gigabytes_in_a_month"] = each.Stream.GigabytesIn,
            ["gigabytes_out_a_month"] = each.Stream.GigabytesOut,
            ["belongs_into"] = Name(each.Mode),
        })]),
        ["commitment_usd_a_month"] = plan.CommitmentUsd,
        ["with_commitment_usd_a_month"] = plan.WithCommitmentUsd,
        ["without_commitment_usd_a_month"] = plan.WithoutCommitmentUsd,
        ["commits"] = plan.Commits,
        ["advice"] = new JsonArray([.. Advice(plan).Select(sentence => JsonValue.Create(sentence))]),
    }.ToJsonString(Indented);

    private static IEnumerable<string> Advice(AccountPlan plan)
    {
        yield return Text($"Without On-demand Advantage these streams cost {plan.WithoutCommitmentUsd:N2} USD a month at the least, and with it ")
            + Text($"{plan.WithCommitmentUsd:N2}, of which its commitment (25 MiB/s in and out, used or not) is {plan.CommitmentUsd:N2}.");
        yield return plan.Commits
            ? Text($"The commitment pays: {plan.WithoutCommitmentUsd - plan.WithCommitmentUsd:N2} USD a month less. ")
                + "It is of the account and region, for 24 hours at the least, "
                + "and each on-demand stream there is billed by it (UpdateAccountSettings)."
            : "The commitment does not pay for these streams: it would pay for more traffic on demand, or warm throughput may be worth it to you.";
        foreach (var mode in plan.Streams.GroupBy(each => each.Mode).OrderBy(group => group.Key))
            yield return $"{Name(mode.Key)}: {string.Join(", ", mode.Select(each => each.Stream.Name))}.";
    }

    private static string Name(CapacityMode mode) => mode switch
    {
        CapacityMode.AsItIs => "provisioned, as it is",
        CapacityMode.Scaled => "provisioned, scaled",
        CapacityMode.Standard => "on-demand Standard",
        _ => "on-demand Advantage",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
