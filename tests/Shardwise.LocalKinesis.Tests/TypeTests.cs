namespace Shardwise.LocalKinesis.Tests;

/// <summary>Types are looked at before constraints, constraints before what exists.</summary>
public sealed class TypeTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    private const string Number = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to";

    [Theory]
    [InlineData("DescribeStream", """{"StreamName":true}""", "class java.lang.Boolean can not be converted to an String")]
    [InlineData("DescribeStream", """{"StreamName":1}""", Number + " an String")]
    [InlineData("DescribeStream", """{"StreamName":[]}""", "Start of list found where not expected")]
    [InlineData("DescribeStream", """{"StreamName":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("DescribeStream", """{"Limit":"1"}""", "class java.lang.String can not be converted to an Integer")]
    [InlineData("DescribeStream", """{"Limit":false}""", "class java.lang.Boolean can not be converted to an Integer")]
    [InlineData("DeleteStream", """{"EnforceConsumerDeletion":1}""", Number + " an Boolean")]
    [InlineData("DeleteStream", """{"EnforceConsumerDeletion":"23"}""", "'23' can not be converted to an Boolean")]
    [InlineData("PutRecord", """{"Data":true}""", "class java.lang.Boolean can not be converted to a Blob")]
    [InlineData("PutRecord", """{"Data":1}""", Number + " a Blob")]
    [InlineData("PutRecord", """{"Data":"YQ"}""", "'YQ' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 2")]
    [InlineData("PutRecord", """{"Data":"YQ=a"}""", "'YQ=a' can not be converted to a Blob: Invalid Base64 character: '='")]
    [InlineData("PutRecord", """{"Data":"Y Q="}""", "'Y Q=' can not be converted to a Blob: Invalid Base64 character: ' '")]
    [InlineData("PutRecord", """{"Data":"YR=="}""", "'YR==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected")]
    [InlineData("PutRecord", """{"Data":"YWJ="}""", "'YWJ=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected")]
    [InlineData("PutRecords", """{"Records":[{"Data":"YQ==","PartitionKey":"a"},{"Data":"no base64","PartitionKey":"a"}]}""", "'no base64' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 9")]
    [InlineData("PutRecords", """{"Records":"a"}""", "Expected list or null")]
    [InlineData("PutRecords", """{"Records":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("PutRecords", """{"Records":[1]}""", "Expected null")]
    [InlineData("PutRecords", """{"Records":[{"Data":"YQ==","PartitionKey":1}]}""", Number + " an String")]
    [InlineData("AddTagsToStream", """{"Tags":"a"}""", "Expected map or null")]
    [InlineData("AddTagsToStream", """{"Tags":[]}""", "Start of list found where not expected")]
    [InlineData("AddTagsToStream", """{"Tags":{"a":1}}""", Number + " an String")]
    [InlineData("CreateStream", """{"StreamModeDetails":"a"}""", "Expected null")]
    [InlineData("GetShardIterator", """{"Timestamp":"a"}""", "class java.lang.String can not be converted to milliseconds since epoch")]
    public async Task A_member_of_the_wrong_type_is_refused_first(string operation, string body, string text)
    {
        var refused = await fixture.Wire.RefusedAsync(operation, body);

        Assert.Equal(("SerializationException", text), refused);
        Assert.Contains("\"Message\":", (await fixture.Wire.SendAsync(operation, body)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeStream", """{"StreamName":""}""", "2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("CreateStream", """{"ShardCount":0}""", "2 validation errors detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1; Value null at 'streamName' failed to satisfy constraint: Member must not be null")]
    [InlineData("PutRecord", """{"StreamName":"missing","PartitionKey":"","Data":"YQ=="}""", "1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("PutRecord", """{"StreamName":"missing","PartitionKey":"a"}""", "1 validation error detected: Value null at 'data' failed to satisfy constraint: Member must not be null")]
    [InlineData("PutRecord", """{"StreamName":"missing","PartitionKey":"a","Data":"","ExplicitHashKey":"01"}""", "1 validation error detected: Value '01' at 'explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})")]
    [InlineData("PutRecords", """{"StreamName":"missing","Records":[{"Data":"YQ==","PartitionKey":"a"},{"PartitionKey":""}]}""", "2 validation errors detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'records.2.member.data' failed to satisfy constraint: Member must not be null")]
    [InlineData("PutRecords", """{"StreamName":"missing"}""", "1 validation error detected: Value null at 'records' failed to satisfy constraint: Member must not be null")]
    [InlineData("GetShardIterator", """{"StreamName":"missing","ShardId":"a","ShardIteratorType":"b"}""", "1 validation error detected: Value 'b' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]")]
    [InlineData("AddTagsToStream", """{"StreamName":"missing","Tags":{"":"a"}}""", "1 validation error detected: Value '{=a}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]")]
    [InlineData("RemoveTagsFromStream", """{"StreamName":"missing","TagKeys":["",""]}""", "1 validation error detected: Value '[, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]")]
    [InlineData("SubscribeToShard", """{"ConsumerARN":"arn:aws:kinesis:us-east-1:000000000000:stream/a/consumer/b:1","ShardId":"a","StartingPosition":{}}""", "1 validation error detected: Value null at 'startingPosition.type' failed to satisfy constraint: Member must not be null")]
    [InlineData("UpdateShardCount", """{"StreamName":"missing","ScalingType":"UNIFORM_SCALING","TargetShardCount":0}""", "1 validation error detected: Value '0' at 'targetShardCount' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    public async Task A_constraint_is_refused_before_what_exists(string operation, string body, string text) =>
        Assert.Equal(("ValidationException", text), await fixture.Wire.RefusedAsync(operation, body));

    [Fact]
    public async Task Ten_errors_are_told_and_no_more()
    {
        var records = string.Join(",", Enumerable.Repeat("""{"PartitionKey":"","Data":""}""", 501));

        var (_, text) = await fixture.Wire.RefusedAsync("PutRecords", $$"""{"StreamName":"a","Records":[{{records}}]}""");

        Assert.StartsWith("10 validation errors detected: Value '[com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@", text,
            StringComparison.Ordinal);
        Assert.EndsWith("Value '' at 'records.9.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ShardCount":100000000000,"StreamName":""}""", "Value '' at")]
    [InlineData("""{"ShardCount":1.9,"StreamName":"","Unknown":[{}]}""", "Value '' at")]
    public async Task Numbers_are_rounded_down_and_clamped_and_what_is_not_known_is_dropped(string body, string text) =>
        Assert.Contains(text, (await fixture.Wire.RefusedAsync("CreateStream", body)).Text, StringComparison.Ordinal);

    // These answered with an empty 500.
    [Theory]
    [InlineData("GetShardIterator", """{"StreamName":"STREAM","ShardId":"shardId-0","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1e300}""", "InvalidArgumentException")]
    [InlineData("GetShardIterator", """{"StreamName":"STREAM","StreamName":"missing","ShardId":"shardId-0","ShardIteratorType":"LATEST"}""", "ResourceNotFoundException")]
    [InlineData("ListShards", """{"StreamName":"STREAM","StreamCreationTimestamp":-1e300}""", "ResourceNotFoundException")]
    public async Task What_is_beyond_every_range_is_refused_and_no_failure(string operation, string body, string code) =>
        Assert.Equal(code, (await fixture.Wire.RefusedAsync(operation,
            body.Replace("STREAM", await fixture.StreamAsync(), StringComparison.Ordinal))).Code);
}
