using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>A Kinesis event as Lambda hands it over: the JSON of 80 aggregates of the KPL's default size, of user records of 100 B.</summary>
internal static class EtlInput
{
    public const int Aggregates = 80;
    private const int AggregateSize = 51_200;
    private const int DataSize = 100;

    public static (byte[] Json, List<byte[]> Payloads, int UserRecords) Make()
    {
        var random = new Random(80);
        var payloads = new List<byte[]>();
        var json = new StringBuilder("{\"Records\":[");
        int userRecords = 0;
        for (int place = 0; place < Aggregates; place++)
        {
            AggregatedBlob blob = Aggregate(random);
            payloads.Add(blob.Data);
            userRecords += blob.UserRecordCount;
            string sequence = $"4964000000000000000000000000000000000000000000000000{place:D4}";
            json.Append(place == 0 ? "" : ",").Append(
                $$$"""
                {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"a","sequenceNumber":"{{{sequence}}}","data":"{{{Convert.ToBase64String(blob.Data)}}}","approximateArrivalTimestamp":1763636700.123},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000003:{{{sequence}}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/clicks","awsRegion":"eu-west-1","eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"}
                """);
        }

        return (Encoding.UTF8.GetBytes(json.Append("]}").ToString()), payloads, userRecords);
    }

    private static AggregatedBlob Aggregate(Random random)
    {
        var builder = new AggregatedRecordBuilder(AggregateSize);
        byte[] id = new byte[16];
        byte[] data = new byte[DataSize];
        do
        {
            random.NextBytes(id);
            random.NextBytes(data);
        }
        while (builder.TryAdd(new Guid(id).ToString(), data));
        return builder.Build();
    }
}
