using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Network;

/// <summary>
/// The private way from a VPC to Kinesis Data Streams and Data Firehose. Its policy lets this account's principals through, to this account's
/// streams or to those that are named, and to no others: records cannot leave by it to an account of somebody else's.
/// </summary>
public sealed class StreamEndpoints : Construct
{
    private readonly StreamEndpointsProps props;

    /// <summary>Makes the endpoints.</summary>
    /// <param name="scope">Where they belong.</param>
    /// <param name="id">Their id there.</param>
    /// <param name="props">What they are made of.</param>
    /// <exception cref="InvalidPropsException">Properties exclude each other. The message names all of them.</exception>
    public StreamEndpoints(Construct scope, string id, StreamEndpointsProps props)
        : base(scope, props.Validate(id))
    {
        this.props = props;
        SecurityGroups = props.SecurityGroups.Count > 0 ? props.SecurityGroups : [MakeGroup()];
        if (props.DataStreams)
            DataStreams = Make(
                "DataStreams", InterfaceVpcEndpointAwsService.KINESIS_STREAMS, "kinesis",
                props.Streams.SelectMany(stream => new[] { stream.StreamArn, $"{stream.StreamArn}/consumer/*" }));
        if (props.Firehose)
            Firehose = Make(
                "Firehose", InterfaceVpcEndpointAwsService.KINESIS_FIREHOSE, "firehose", props.DeliveryStreams.Select(stream => stream.StreamArn));
        HostNames = [.. Hosts()];
        ConstructTag.Add(this, nameof(StreamEndpoints));
    }

    /// <summary>The endpoint for Kinesis Data Streams; <see langword="null"/> when it is off.</summary>
    public InterfaceVpcEndpoint? DataStreams { get; }

    /// <summary>The endpoint for Data Firehose; <see langword="null"/> when it is off.</summary>
    public InterfaceVpcEndpoint? Firehose { get; }

    /// <summary>The security groups of the endpoints' interfaces.</summary>
    public IReadOnlyList<ISecurityGroup> SecurityGroups { get; }

    /// <summary>
    /// The names that clients call by way of the endpoints, <c>*</c> for any account or channel: <c>kinesis.REGION.amazonaws.com</c>,
    /// <c>*.data-kinesis.REGION.amazonaws.com</c>, <c>*.control-kinesis.REGION.amazonaws.com</c> and <c>firehose.REGION.amazonaws.com</c>.
    /// </summary>
    /// <remarks>
    /// The VPC itself resolves them, by the endpoints' private DNS. A private zone that another VPC shares, a proxy and an allow-list must know each
    /// of them: an SDK that is given a stream's ARN, or credentials with an account id, calls a name that begins with the account's number.
    /// </remarks>
    public IReadOnlyList<string> HostNames { get; }

    private IEnumerable<string> Hosts()
    {
        var domain = $"{Stack.Of(this).Region}.{Stack.Of(this).UrlSuffix}";
        if (DataStreams is not null)
            foreach (var name in (string[])["kinesis", "*.data-kinesis", "*.control-kinesis"])
                yield return $"{name}.{domain}";
        if (Firehose is not null)
            yield return $"firehose.{domain}";
    }

    private SecurityGroup MakeGroup()
    {
        var group = new SecurityGroup(this, "Group", new SecurityGroupProps
        {
            Vpc = props.Vpc,
            Description = "Lets the VPC reach its Kinesis endpoints.",
            // An endpoint answers and never asks.
            AllowAllOutbound = false,
        });
        group.AddIngressRule(Peer.Ipv4(props.Vpc.VpcCidrBlock), Port.Tcp(443), "HTTPS from the VPC");
        return group;
    }

    private InterfaceVpcEndpoint Make(string id, InterfaceVpcEndpointAwsService service, string prefix, IEnumerable<string> named)
    {
        string[] resources = [.. named];
        var endpoint = new InterfaceVpcEndpoint(this, id, new InterfaceVpcEndpointProps
        {
            Vpc = props.Vpc,
            Service = service,
            Subnets = props.Subnets,
            SecurityGroups = SecurityGroups.ToArray(),
            PrivateDnsEnabled = true,
            Open = false,
        });
        endpoint.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new AnyPrincipal()],
            Actions = [$"{prefix}:*"],
            Resources = resources.Length > 0 ? resources : ["*"],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    ["aws:PrincipalAccount"] = Aws.ACCOUNT_ID,
                    ["aws:ResourceAccount"] = Aws.ACCOUNT_ID,
                },
            },
        }));
        return endpoint;
    }
}
