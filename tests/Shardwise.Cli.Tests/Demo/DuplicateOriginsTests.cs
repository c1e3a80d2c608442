using System.Text;
using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class DuplicateOriginsTests
{
    [Fact]
    public async Task A_duplicate_is_the_producers_where_it_lies_in_the_stream_twice_and_the_consumers_where_it_does_not()
    {
        await using var kinesis = await LocalKinesis.LocalKinesis.StartAsync(new LocalKinesisOptions { Port = 0 });
        await kinesis.CreateStreamAsync("clicks", 2);
        using var client = new AmazonKinesisClient(new BasicAWSCredentials("x", "x"), new AmazonKinesisConfig { ServiceURL = kinesis.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        foreach (var data in (string[])["click-000000001 click-000000002", "click-000000003", "click-000000002 click-000000004"])
        {
            await client.PutRecordAsync(new() { StreamName = "clicks", PartitionKey = data, Data = new MemoryStream(Encoding.ASCII.GetBytes(data)) });
        }

        var duplicated = new IdSet(10);
        duplicated.Add(2);
        duplicated.Add(3);
        duplicated.Add(4);

        var origins = DuplicateOrigins.Find(duplicated, kinesis, "clicks", CancellationToken.None);

        Assert.Equal(new DuplicateOrigins(PutTwice: 1, ReadTwice: 2), origins);
        Assert.Equal(
            "3 records lie in the output more than once, as at-least-once allows: 1 by the producer, which sends again what it has had no answer for; "
            + "2 by Lambda, which hands a batch over again after an error, a timeout or a kill",
            origins.Line);
        Assert.Null(DuplicateOrigins.Find(new IdSet(10), kinesis, "clicks", CancellationToken.None).Line);
    }
}
