using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.EventSources;

namespace Shardwise.Local.Tests.Runtime;

public sealed class RecordFilterTests
{
    // The rows of Lambda's own table of what happens to data and patterns of each kind, and one of every operator.
    [Theory]
    [InlineData("""{"data":{"City":["Kiel"]}}""", """{"City":"Kiel"}""", true)]
    [InlineData("""{"data":{"City":["Kiel"]}}""", """{"City":"Bonn"}""", false)]
    [InlineData("""{"data":{"City":["Kiel"]}}""", "Kiel", false)]
    [InlineData("""{"data":["Kiel","Bonn"]}""", "Bonn", true)]
    [InlineData("""{"data":["Kiel"]}""", "Bonn", false)]
    [InlineData("""{"data":[{"anything-but":["Kiel"]}]}""", """{"City":"Bonn"}""", false)]
    [InlineData("""{"partitionKey":["key"]}""", """{"City":"Bonn"}""", true)]
    [InlineData("""{"partitionKey":["key"]}""", "Bonn", true)]
    [InlineData("""{"partitionKey":["other"]}""", "Bonn", false)]
    [InlineData("""{"data":{"a":[null]}}""", """{"a":null}""", true)]
    [InlineData("""{"data":{"a":[""]}}""", """{"a":""}""", true)]
    [InlineData("""{"data":{"a":[{"exists":true}]}}""", """{"b":1}""", false)]
    [InlineData("""{"data":{"a":[{"exists":false}]}}""", """{"b":1}""", true)]
    [InlineData("""{"data":{"a":[{"numeric":["=",1]}]}}""", """{"a":1.0}""", true)]
    [InlineData("""{"data":{"a":[{"numeric":[">",0,"<=",5]}]}}""", """{"a":5}""", true)]
    [InlineData("""{"data":{"a":[{"numeric":[">",0,"<",5]}]}}""", """{"a":5}""", false)]
    [InlineData("""{"data":{"a":[{"prefix":"us-"}]}}""", """{"a":"us-east-1"}""", true)]
    [InlineData("""{"data":{"a":[{"suffix":".png"}]}}""", """{"a":"b.png"}""", true)]
    [InlineData("""{"data":{"a":[{"equals-ignore-case":"ABC"}]}}""", """{"a":"abc"}""", true)]
    [InlineData("""{"data":{"a":[{"anything-but":["x","y"]}]}}""", """{"a":"z"}""", true)]
    [InlineData("""{"data":{"a":[{"anything-but":["x","y"]}]}}""", """{"a":"y"}""", false)]
    [InlineData("""{"data":{"a":[{"wildcard":"b*d"}]}}""", """{"a":"bcd"}""", true)]
    [InlineData("""{"data":{"$or":[{"a":[1]},{"b":[2]}]}}""", """{"b":2}""", true)]
    [InlineData("""{"data":{"$or":[{"a":[1]},{"b":[2]}]}}""", """{"a":2,"b":1}""", false)]
    [InlineData("""{"data":{"a":{"b":["c"]}}}""", """{"a":{"b":["x","c"]}}""", true)]
    [InlineData("""{"partitionKey":["key"],"data":{"a":[1]}}""", """{"a":2}""", false)]
    public void A_record_goes_on_where_the_pattern_fits_its_kind_and_its_content(string pattern, string data, bool matches)
    {
        using var assembly = new TestAssembly($$$"""
            "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"FunctionName":"f","EventSourceArn":"none",
              "FilterCriteria":{"Filters":[{"Pattern":{{{JsonValue.Create(pattern)!.ToJsonString()}}} }]} } }
            """);
        var filter = RecordFilter.Read(assembly.Read().Resources.Single().Properties)!;
        using var json = JsonDocument.Parse($"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}\"");

        Assert.Equal(matches, filter.Matches("shardId-000000000000", new StreamRecord("1", "key", json.RootElement, DateTimeOffset.UnixEpoch), "arn"));
    }

    [Fact]
    public void A_shard_is_settled_up_to_the_first_open_record_whatever_the_order()
    {
        var random = new Random(16);
        for (int round = 0; round < 200; round++)
        {
            var progress = new ShardProgress(1);
            var records = TestRecords.Make(random.Next(1, 30));
            var open = records.Select(record => (Record: record, Entry: progress.Add(record))).ToList();
            var settled = new HashSet<string>();
            string? checkpoint = null;
            while (open.Count > 0)
            {
                int at = random.Next(open.Count);
                settled.Add(open[at].Record.SequenceNumber);
                progress.Settle(ShardProgress.NoLane, [open[at].Entry], told => checkpoint = told.Settled);
                open.RemoveAt(at);

                Assert.Equal(records.TakeWhile(record => settled.Contains(record.SequenceNumber)).LastOrDefault()?.SequenceNumber, checkpoint);
            }
        }
    }
}
