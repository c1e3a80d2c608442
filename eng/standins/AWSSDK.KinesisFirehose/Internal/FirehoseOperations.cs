using Amazon.KinesisFirehose.Model;
using Amazon.Runtime.Internal;
using Shardwise.Standins;

namespace Amazon.KinesisFirehose.Internal;

/// <summary>The one operation that is used, with the errors its service model declares; any other is a plain
/// AmazonKinesisFirehoseException.</summary>
internal static class FirehoseOperations
{
    private static readonly JsonProtocol Protocol = new(
        "Amazon.KinesisFirehose", "application/x-amz-json-1.1", "Firehose_20150804", "2015-08-04", typeof(AmazonKinesisFirehoseException));

    public static readonly InvokeOptions PutRecordBatch = Protocol.Operation<PutRecordBatchRequest, PutRecordBatchResponse>(
    [
        new("ResourceNotFoundException", typeof(ResourceNotFoundException)),
        new("InvalidArgumentException", typeof(InvalidArgumentException)),
        new("InvalidKMSResourceException", typeof(InvalidKMSResourceException)),
        new("InvalidSourceException", typeof(InvalidSourceException)),
        new("ServiceUnavailableException", typeof(ServiceUnavailableException)),
    ]);
}
