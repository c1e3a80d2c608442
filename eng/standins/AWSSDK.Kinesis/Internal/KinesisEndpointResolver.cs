using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Shardwise.Standins;

namespace Amazon.Kinesis.Internal;

/// <summary>Adds the resource and the plane that a request names by ARN.</summary>
internal sealed class KinesisEndpointResolver : RegionalEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var parameters = base.MapEndpointsParameters(requestContext);
        var request = requestContext.OriginalRequest;
        parameters["ResourceArn"] = ArnIn(request);
        parameters["OperationType"] =
            request is GetRecordsRequest or GetShardIteratorRequest or PutRecordRequest or PutRecordsRequest ? "data" : "control";
        return parameters;
    }

    private static string ArnIn(AmazonWebServiceRequest request) => Member(request, "StreamARN") ?? Member(request, "ConsumerARN");

    private static string Member(AmazonWebServiceRequest request, string name) =>
        request.GetType().GetProperty(name)?.GetValue(request) as string;
}
