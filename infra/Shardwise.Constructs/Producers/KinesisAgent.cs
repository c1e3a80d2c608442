using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Producers;

/// <summary>
/// The Kinesis Agent on Linux instances: a configuration that is checked, the commands that install it, and what its instances may do.
/// </summary>
/// <remarks>
/// Sources: the configuration's keys, defaults and ranges, and the metrics' namespace, in awslabs/amazon-kinesis-agent (FileFlow.java,
/// KinesisFileFlow.java, AgentConfiguration.java, of July 2026); the package's name and the service's in "Download and install the Agent" and "Use
/// common Agent CLI commands" of the Firehose guide, which name Amazon Linux 2.
/// </remarks>
public sealed class KinesisAgent : Construct
{
    private readonly KinesisAgentProps props;

    /// <summary>Makes the configuration; it adds no resource of its own.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range, or a file goes to two places. The message names all of it.</exception>
    public KinesisAgent(Construct scope, string id, KinesisAgentProps props)
        : base(scope, props.Validate(scope, id)) => this.props = props;

    /// <summary>The content of <c>/etc/aws-kinesis/agent.json</c>, whose names are known when it is deployed.</summary>
    public string AgentJson
    {
        get
        {
            var region = Stack.Of(this).Region;
            return Stack.Of(this).ToJsonString(
                new Dictionary<string, object>
                {
                    ["cloudwatch.emitMetrics"] = props.EmitMetrics,
                    // The agent's own default is one region for all.
                    ["cloudwatch.endpoint"] = $"monitoring.{region}.{Aws.URL_SUFFIX}",
                    ["kinesis.endpoint"] = $"kinesis.{region}.{Aws.URL_SUFFIX}",
                    ["firehose.endpoint"] = $"firehose.{region}.{Aws.URL_SUFFIX}",
                    ["flows"] = props.Flows.Select(flow => flow.Render()).ToArray<object>(),
                },
                2);
        }
    }

    /// <summary>Adds the commands that install the agent on Amazon Linux, write its configuration and start it.</summary>
    /// <param name="userData">The user data of an instance or a launch template.</param>
    public void AddTo(UserData userData) => userData.AddCommands(
        "dnf install -y aws-kinesis-agent || yum install -y aws-kinesis-agent",
        "mkdir -p /etc/aws-kinesis",
        $"cat > /etc/aws-kinesis/agent.json <<'AGENT_JSON'\n{AgentJson}\nAGENT_JSON",
        "systemctl enable --now aws-kinesis-agent || (chkconfig aws-kinesis-agent on && service aws-kinesis-agent start)");

    /// <summary>Lets a principal, such as an instance's role, put what the flows put, and send the agent's metrics.</summary>
    /// <param name="grantee">The principal.</param>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public void GrantRun(IGrantable grantee)
    {
        PrincipalGrant.On(this, "what the agent puts to by name").Require(grantee);
        foreach (var flow in props.Flows)
        {
            if (flow.Stream is { } stream)
            {
                stream.Grant(grantee, "kinesis:PutRecords");
                StreamAccess.GrantKey(stream.EncryptionKey, grantee, "kms:GenerateDataKey");
            }

            flow.Delivery?.GrantPut(grantee);
        }

        if (props.EmitMetrics)
            StreamAccess.AllowMetrics(grantee, "AWSKinesisAgent");
    }
}
