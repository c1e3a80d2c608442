using System.Text;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Scaler.Reporting;

namespace Shardwise.Scaler.Tests;

/// <summary>What Lambda hands in and takes out, by the serializer that is deployed.</summary>
public class EventJsonTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<ScalerJsonContext> _serializer = new();

    [Fact]
    public void A_fleet_s_event_is_read_with_its_calendars_and_numbers_that_are_text()
    {
        var json = """
            {"id":"1","time":"2026-11-20T11:06:00Z","detail-type":"Scheduled Event","source":"aws.events","detail":{"streams":[
              {"streamName":"clicks","minShards":"2","maxShards":64,"setting":"balanced","headroom":0.1,"floors":[{"minShards":4,"from":"18:00","until":"23:00","timeZone":"UTC","days":["fri"]}],
               "events":[{"minShards":40,"from":"2026-11-27T17:30","until":"2026-11-29T02:00","timeZone":"Europe/Berlin"}]},
              {"streamName":"orders","minShards":1,"maxShards":8,"setting":"safe","headroom":0.1,"floors":[]}],"group":1,"groups":3}}
            """;

        var fleet = _serializer.Deserialize<CloudWatchEvent<ScalerFleet>>(new MemoryStream(Encoding.UTF8.GetBytes(json))).Detail;

        Assert.Equal((1, 3), (fleet.Group, fleet.Groups));
        Assert.Equal([("clicks", 2, 64), ("orders", 1, 8)], fleet.Streams!.Select(target => (target.StreamName, target.MinShards, target.MaxShards)));
        Assert.Equal(["fri"], fleet.Streams![0].Floors![0].Days);
        Assert.Equal("2026-11-27T17:30 Europe/Berlin", fleet.Streams[0].Events![0].ToString());
        Assert.All(fleet.Streams, target => target.Validate());
    }

    [Fact]
    public void What_is_told_has_its_text_where_the_rule_looks_for_it_and_nothing_is_null()
    {
        var notices = new ScalerNotices { Text = "clicks: Up from 4 to 5 shards.", Notices = [new ScalerNotice("clicks", "reshard", "Up from 4 to 5 shards.")] };

        Assert.Equal("""{"text":"clicks: Up from 4 to 5 shards.","notices":[{"stream":"clicks","kind":"reshard","text":"Up from 4 to 5 shards."}]}""", Written(notices));
        Assert.Equal("null", Written(null));
    }

    private string Written(ScalerNotices? notices)
    {
        var output = new MemoryStream();
        _serializer.Serialize(notices, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
