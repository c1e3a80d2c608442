using System.Text.RegularExpressions;

namespace Shardwise.Scaler.Tests;

public class LedgerTests
{
    private const string Full =
        "v1 2611200107:20000-10000 2611200207:20000-10000 2611200307:20000-10000 2611200407:20000-10000 2611200507:20000-10000 "
        + "2611200607:20000-10000 2611200707:20000-10000 2611200807:20000-10000 2611200907:20000-10000 2611201007:20000-10000";

    private readonly Scaler _scaler = new();

    [Fact]
    public async Task The_operations_of_the_day_count()
    {
        _scaler.Kinesis.Ledger = Full;
        _scaler.Traffic(2, 20, 3.96);

        await _scaler.RunAsync();

        Assert.Equal("v1 shards:4 seen:2611201106=4", _scaler.Kinesis.State);
        Assert.Null(_scaler.Kinesis.Asked);
        Assert.DoesNotContain("kinesis:SplitShard", _scaler.Calls);
        Assert.Equal(0, _scaler.Log.GetProperty("operationsLeft").GetInt32());
    }

    [Fact]
    public async Task Ten_operations_with_five_digit_counts_fit_a_tag_and_older_ones_leave()
    {
        _scaler.Kinesis.OpenShards = 20_000;
        _scaler.Kinesis.Ledger = "v1 2611191105:1-2" + Full[2..].Replace(" 2611200107:20000-10000", "", StringComparison.Ordinal);

        await _scaler.RunAsync("""{"streamName":"clicks","minShards":1,"maxShards":10000,"updateShardCountOnly":true}""");

        Assert.Equal(10_000, _scaler.Kinesis.Asked);
        Assert.Equal(Full.Replace(" 2611200107:20000-10000", "", StringComparison.Ordinal) + " 2611201107:20000+10000", _scaler.Kinesis.Ledger);
        Assert.True(_scaler.Kinesis.Ledger!.Length <= 256);
        Assert.Matches(new Regex("^[a-zA-Z0-9 _./=+%@:-]*$"), _scaler.Kinesis.Ledger);
        Assert.Null(_scaler.Problem);
    }

    [Theory]
    [InlineData("", 10)]
    [InlineData("maintained by hand, please ask Ada", 10)]
    [InlineData("v2 something else", 10)]
    [InlineData("v1 2611200107:2-4 2611209999:4-8 x 2611200207:4-0", 9)]
    public async Task What_is_no_ledger_is_reported_and_what_can_be_read_counts(string value, int left)
    {
        _scaler.Kinesis.Ledger = value;
        _scaler.Traffic(2, 20, 2.4);

        await _scaler.RunAsync();

        Assert.Equal("hold", _scaler.Outcome);
        Assert.Equal(left, _scaler.Log.GetProperty("operationsLeft").GetInt32());
        Assert.Equal(
            $"the tag shardwise:operations is not a ledger as this scaler writes it (\"{value}\"), so operations may be missing from the count", _scaler.Problem);
    }

    [Fact]
    public async Task The_ledger_is_found_among_many_tags()
    {
        for (var i = 0; i < 30; i++)
            _scaler.Kinesis.Tags.Add(($"team{i}", "web"));
        _scaler.Kinesis.Ledger = "v1 2611201007:2-4";
        _scaler.Kinesis.TagsAPage = 10;

        await _scaler.RunAsync();

        Assert.Equal(9, _scaler.Log.GetProperty("operationsLeft").GetInt32());
    }

    [Fact]
    public async Task A_write_that_fails_once_is_tried_again()
    {
        var writes = 0;
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures["kinesis:AddTagsToStream"] = () => ++writes == 2 ? FakeKinesis.Error("ResourceInUseException", "Busy.") : null;

        await _scaler.RunAsync();

        Assert.Equal("v1 2611201107:4+5", _scaler.Kinesis.Ledger);
        Assert.Null(_scaler.Problem);
    }

    [Fact]
    public async Task An_operation_that_could_not_be_written_is_said_loudly_counted_and_written_later()
    {
        _scaler.Traffic(2, 20, 3.96);
        _scaler.Kinesis.Failures["kinesis:AddTagsToStream"] = () => FakeKinesis.Error("ResourceInUseException", "Busy.");

        await _scaler.RunAsync();

        Assert.Equal("accepted", _scaler.Outcome);
        Assert.Equal(
            "the ledger is still not written: AddTagsToStream answered ResourceInUseException (HTTP 400): Busy; THE LEDGER WAS NOT WRITTEN after 3 attempts: AddTagsToStream answered ResourceInUseException (HTTP 400): Busy; "
            + "until it is, only this process knows of the newest operation",
            _scaler.Problem);

        _scaler.Kinesis.Status = Amazon.Kinesis.StreamStatus.UPDATING;
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(1));

        Assert.Equal(9, _scaler.Log.GetProperty("operationsLeft").GetInt32());
        Assert.Equal("the ledger is still not written: no tag can be written while the stream is updating", _scaler.Problem);

        _scaler.Kinesis.Failures.Clear();
        _scaler.Kinesis.Status = Amazon.Kinesis.StreamStatus.ACTIVE;
        _scaler.Kinesis.OpenShards = 5;
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(2));

        Assert.Equal("v1 2611201107:4-5", _scaler.Kinesis.Ledger);
        Assert.Null(_scaler.Problem);
    }
}
