using Amazon.CloudWatch.Model;
using Amazon.Runtime.Internal;
using Shardwise.Standins;

namespace Amazon.CloudWatch.Internal;

/// <summary>Each operation with the errors its service model declares, under their JSON names and their older query names.</summary>
internal static class CloudWatchOperations
{
    private static readonly JsonProtocol Protocol = new(
        "Amazon.CloudWatch", "application/x-amz-json-1.0", "GraniteServiceVersion20100801", "2010-08-01", typeof(AmazonCloudWatchException));

    public static readonly InvokeOptions GetMetricData = Protocol.Operation<GetMetricDataRequest, GetMetricDataResponse>(
        [new("InvalidNextToken", typeof(InvalidNextTokenException))]);

    public static readonly InvokeOptions PutMetricData = Protocol.Operation<PutMetricDataRequest, PutMetricDataResponse>(
    [
        new("InvalidParameterValueException", typeof(InvalidParameterValueException)),
        new("InvalidParameterValue", typeof(InvalidParameterValueException)),
        new("MissingRequiredParameterException", typeof(MissingRequiredParameterException)),
        new("MissingParameter", typeof(MissingRequiredParameterException)),
        new("InvalidParameterCombinationException", typeof(InvalidParameterCombinationException)),
        new("InvalidParameterCombination", typeof(InvalidParameterCombinationException)),
        new("InternalServiceFault", typeof(InternalServiceException)),
        new("InternalServiceError", typeof(InternalServiceException)),
    ]);
}
