namespace Shardwise.Kpl.Tests;

public sealed class SharedVectorTests
{
    public static TheoryData<string> Ids => [.. SharedVectors.All.Select(v => v.Id)];

    [SharedVectorTheory]
    [MemberData(nameof(Ids))]
    public void What_other_producers_wrote_is_read_as_listed(string id)
    {
        SharedVectors.Vector vector = SharedVectors.All.Single(v => v.Id == id);
        byte[] bytes = Convert.FromBase64String(vector.DataBase64);
        using AggregatedPayload payload = AggregatedRecord.Read(bytes);

        if (vector.Expected is null)
        {
            Assert.Equal(PayloadStatus.Plain, payload.Status);
            Assert.Equal(bytes, Assert.Single(payload).Data.ToArray());
            return;
        }

        Assert.Equal(PayloadStatus.Aggregated, payload.Status);
        Assert.Equal(
            vector.Expected,
            payload.Select(r => new SharedVectors.Expected(r.PartitionKey!, r.ExplicitHashKey, r.SubSequenceNumber, Convert.ToBase64String(r.Data.Span))));
    }

    [SharedVectorTheory]
    [InlineData("kpl-ehks-4")]
    public void What_the_cpp_kpl_wrote_is_written_byte_for_byte(string id)
    {
        SharedVectors.Vector vector = SharedVectors.All.Single(v => v.Id == id);
        var builder = new AggregatedRecordBuilder();
        foreach (SharedVectors.Expected record in vector.Expected!)
        {
            Assert.True(builder.TryAdd(record.PartitionKey, Convert.FromBase64String(record.DataBase64), record.ExplicitHashKey));
        }

        AggregatedBlob blob = builder.Build();

        Assert.Equal(vector.DataBase64, Convert.ToBase64String(blob.Data));
        Assert.Equal(vector.Expected[0].ExplicitHashKey, blob.ExplicitHashKey);
    }
}
