using Amazon.Runtime.Endpoints;
using Shardwise.Standins;

namespace Amazon.Kinesis.Internal;

/// <summary>A request that names its stream or consumer by ARN goes to the endpoint of the owning account.</summary>
internal sealed class KinesisEndpointProvider() : RegionalEndpointProvider("kinesis")
{
    protected override string HostPrefix(EndpointParameters parameters) =>
        Arn.TryParse(parameters["ResourceArn"] as string, out var arn)
            ? $"{arn.AccountId}.{WithFips($"{parameters["OperationType"]}-kinesis", parameters)}"
            : base.HostPrefix(parameters);
}
