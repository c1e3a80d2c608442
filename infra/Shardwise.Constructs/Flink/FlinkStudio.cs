using Amazon.CDK;
using Amazon.CDK.AWS.Glue;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KinesisAnalyticsV2;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Flink;

/// <summary>A Studio notebook: SQL, Python and Scala over streams, by hand, with Zeppelin 3, and the Glue database that holds its tables.</summary>
/// <remarks>
/// It takes the place of SQL applications, which the service ended in January 2026. Whoever opens it starts it, and pays while it runs.
/// </remarks>
public sealed class FlinkStudio : Construct, IFlinkApplication, IGrantable
{
    /// <summary>Makes the notebook, its role, its log and its database.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of; the default reads no stream.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public FlinkStudio(Construct scope, string id, FlinkStudioProps? props = null)
        : base(scope, (props ??= new FlinkStudioProps()).Validate(id))
    {
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("kinesisanalytics.amazonaws.com") });
        var policy = new FlinkPolicy(this, Role, LogGroup);
        policy.AllowReading(props.Sources);
        policy.AllowWriting(props.Sinks);
        DatabaseName = props.DatabaseName ?? MakeDatabase();
        AllowCatalogue(policy);
        Resource = new CfnApplication(this, "Resource", new CfnApplicationProps
        {
            ApplicationName = props.ApplicationName,
            ApplicationDescription = props.Description,
            ApplicationMode = "INTERACTIVE",
            RuntimeEnvironment = "ZEPPELIN-FLINK-3_0",
            ApplicationConfiguration = Configuration(props, policy),
        }.With(nameof(CfnApplicationProps.ServiceExecutionRole), policy.RoleArn));
        NagRule.Suppress(
            Resource, "AwsSolutions-KDA3",
            "A notebook runs queries by hand and keeps no state worth a checkpoint; the service makes none for it.");
        ApplicationName = Resource.Ref;
        ApplicationArn = policy.Arn("kinesisanalytics", $"application/{ApplicationName}");
        policy.Attach(Resource, policy.MakePolicy("Studio"));
        ConstructTag.Add(this, nameof(FlinkStudio));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
    }

    /// <summary>The notebook underneath.</summary>
    public CfnApplication Resource { get; }

    /// <summary>The role that the notebook takes.</summary>
    public Role Role { get; }

    /// <summary>The notebook's log.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>The Glue database that holds the notebook's tables.</summary>
    public string DatabaseName { get; }

    /// <inheritdoc />
    public string ApplicationName { get; }

    /// <inheritdoc />
    public string ApplicationArn { get; }

    /// <summary>The role, which is what is granted to when something is granted to the notebook.</summary>
    public IPrincipal GrantPrincipal => Role;

    /// <summary>Lets a principal start, open and stop the notebook, and nothing more.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantOpen(IGrantable grantee) => PrincipalGrant.On(this, "Managed Service for Apache Flink").To(
        grantee, ApplicationArn,
        "kinesisanalytics:CreateApplicationPresignedUrl", "kinesisanalytics:DescribeApplication", "kinesisanalytics:StartApplication",
        "kinesisanalytics:StopApplication");

    // A database and no more: how the catalogue is encrypted is a setting of the whole account, and not a notebook's to change.
    private string MakeDatabase() => new CfnDatabase(this, "Database", new CfnDatabaseProps
    {
        CatalogId = Aws.ACCOUNT_ID,
        DatabaseInput = new CfnDatabase.DatabaseInputProperty { Description = $"Tables of the notebook {Node.Id}." },
    }).Ref;

    // "IAM permissions for Studio notebooks" in the developer guide, with the one database instead of all.
    private void AllowCatalogue(FlinkPolicy policy)
    {
        policy.Allow(
            policy.GlueArns("catalog", $"database/{DatabaseName}", $"table/{DatabaseName}/*", $"userDefinedFunction/{DatabaseName}/*"),
            "glue:CreateTable", "glue:DeleteTable", "glue:GetDatabase", "glue:GetDatabases", "glue:GetPartitions", "glue:GetTable", "glue:GetTables",
            "glue:GetUserDefinedFunction", "glue:UpdateTable");
        policy.Justify("Tables and functions of the notebook's own database get their names in the notebook.");
    }

    private ApplicationConfigurationProperty Configuration(FlinkStudioProps props, FlinkPolicy policy) => new()
    {
        FlinkApplicationConfiguration = new FlinkApplicationConfigurationProperty
        {
            ParallelismConfiguration = new ParallelismConfigurationProperty
            {
                ConfigurationType = "CUSTOM",
                AutoScalingEnabled = false,
                Parallelism = props.Parallelism,
                ParallelismPerKpu = props.ParallelismPerKpu,
            },
        },
        ZeppelinApplicationConfiguration = new ZeppelinApplicationConfigurationProperty
        {
            CatalogConfiguration = new CatalogConfigurationProperty
            {
                GlueDataCatalogConfiguration = new GlueDataCatalogConfigurationProperty
                {
                    DatabaseArn = policy.Arn("glue", $"database/{DatabaseName}"),
                },
            },
            CustomArtifactsConfiguration = props.Artifacts.Select((artifact, n) => artifact.Bind(this, $"Artifact{n}", policy)).ToArray<object>(),
            MonitoringConfiguration = new ZeppelinMonitoringConfigurationProperty { LogLevel = props.LogLevel.ToString().ToUpperInvariant() },
        },
        VpcConfigurations = props.Vpc is null ? null : new object[] { props.Vpc.Bind(policy) },
    };
}
