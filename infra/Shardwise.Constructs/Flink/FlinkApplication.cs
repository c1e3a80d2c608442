using Shardwise.Constructs.Tagging;
using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KinesisAnalyticsV2;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Flink;

/// <summary>
/// A streaming application of Managed Service for Apache Flink that saves its state, may read its own code and its own streams and no more, and
/// says when it is in trouble.
/// </summary>
/// <remarks>
/// CloudFormation makes an application and does not start it: start it once, by the console or by StartApplication. From then on a deployment
/// stops it with a snapshot, changes it, and starts it again.
/// </remarks>
public sealed partial class FlinkApplication : Construct, IFlinkApplication, IGrantable, IDashboardPart
{
    private const string SystemSnapshot = "kinesisanalytics:CreateSystemSnapshot";

    private readonly FlinkSnapshotMode? snapshotMode;

    /// <summary>Makes the application, its role, its log and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range, or two exclude each other. The message names all of them.</exception>
    public FlinkApplication(Construct scope, string id, FlinkApplicationProps props)
        : base(scope, props.Validate(id))
    {
        Runtime = props.Runtime;
        snapshotMode = props.SnapshotMode;
        (readsStreams, maxDelay) = (props.Sources.Count > 0, props.MaxDelay);
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("kinesisanalytics.amazonaws.com") });
        var policy = new FlinkPolicy(this, Role, LogGroup);
        policy.AllowReading(props.Sources);
        policy.AllowWriting(props.Sinks);
        Resource = new CfnApplication(this, "Resource", new CfnApplicationProps
        {
            ApplicationName = props.ApplicationName,
            ApplicationDescription = props.Description,
            ApplicationMode = "STREAMING",
            RuntimeEnvironment = props.Runtime.Name,
            ApplicationConfiguration = Configuration(props, policy),
            RunConfiguration = Run(props),
            ApplicationMaintenanceConfiguration = Maintenance(props.MaintenanceWindowStart),
        }.With(nameof(CfnApplicationProps.ServiceExecutionRole), policy.RoleArn));
        if (props.EncryptionKey is { } key)
        {
            // Younger than Amazon.CDK.Lib 2.160.0, which has no property for it.
            Resource.AddPropertyOverride("ApplicationConfiguration.ApplicationEncryptionConfiguration", new Dictionary<string, object>
            {
                ["KeyType"] = "CUSTOMER_MANAGED_KEY",
                ["KeyId"] = NamedKey.Of(key).Arn ?? key.KeyArn,
            });
            new FlinkKey(this, key, props.ApplicationName).AllowService();
        }

        // As young.
        if (props.SnapshotMode is { } mode)
            Resource.AddPropertyOverride(
                "ApplicationConfiguration.ApplicationSnapshotConfiguration.SnapshotMode",
                mode == FlinkSnapshotMode.Enhanced ? "ENHANCED_SNAPSHOTS" : "APPLICATION_SNAPSHOTS_LEGACY");
        if (props.Restore?.SnapshotArn is { } snapshot)
            Resource.AddPropertyOverride("RunConfiguration.ApplicationRestoreConfiguration.SnapshotArn", snapshot);
        ApplicationName = Resource.Ref;
        ApplicationArn = policy.Arn("kinesisanalytics", $"application/{ApplicationName}");
        policy.Attach(Resource, policy.MakePolicy("Application"));
        ConstructTag.Add(this, nameof(FlinkApplication));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
        Alarms = new FlinkAlarms(this, props).Make();
    }

    /// <summary>The application underneath.</summary>
    public CfnApplication Resource { get; }

    /// <summary>The role that the application takes.</summary>
    public Role Role { get; }

    /// <summary>The application's log.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>The alarms that were made; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>The version of Apache Flink.</summary>
    public FlinkRuntime Runtime { get; }

    /// <inheritdoc />
    public string ApplicationName { get; }

    /// <inheritdoc />
    public string ApplicationArn { get; }

    /// <summary>The role, which is what is granted to when something is granted to the application.</summary>
    public IPrincipal GrantPrincipal => Role;

    /// <summary>An application of this account and region that is made elsewhere.</summary>
    /// <param name="scope">A construct of the stack that uses it.</param>
    /// <param name="applicationName">Its name.</param>
    /// <returns>The application, as far as it is known.</returns>
    public static IFlinkApplication FromName(Construct scope, string applicationName) => new ImportedFlinkApplication(
        applicationName,
        Stack.Of(scope).FormatArn(new ArnComponents { Service = "kinesisanalytics", Resource = "application", ResourceName = applicationName }));

    /// <summary>Lets a principal start and stop the application, see how it is, and nothing more.</summary>
    /// <remarks>
    /// Where snapshots are <see cref="FlinkSnapshotMode.Enhanced"/> also to have one taken as it stops. To take one by hand then is
    /// <c>kinesisanalytics:CreateSnapshot</c>, which is not granted here.
    /// </remarks>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantOperate(IGrantable grantee) => PrincipalGrant.On(this, "Managed Service for Apache Flink").To(
        grantee, ApplicationArn,
        [
            "kinesisanalytics:CreateApplicationSnapshot", .. snapshotMode == FlinkSnapshotMode.Enhanced ? [SystemSnapshot] : Array.Empty<string>(),
            "kinesisanalytics:DescribeApplication", "kinesisanalytics:ListApplicationSnapshots", "kinesisanalytics:StartApplication",
            "kinesisanalytics:StopApplication",
        ]);

    // All of it is always said: what is left out is the service's default of the day, and no scanner of templates can see it.
    private ApplicationConfigurationProperty Configuration(FlinkApplicationProps props, FlinkPolicy policy) => new()
    {
        ApplicationCodeConfiguration = new ApplicationCodeConfigurationProperty
        {
            CodeContent = new CodeContentProperty { S3ContentLocation = props.Code.Bind(this, "Code", policy) },
            CodeContentType = "ZIPFILE",
        },
        ApplicationSnapshotConfiguration = new ApplicationSnapshotConfigurationProperty { SnapshotsEnabled = props.Snapshots },
        ApplicationSystemRollbackConfiguration = new ApplicationSystemRollbackConfigurationProperty { RollbackEnabled = props.SystemRollback },
        EnvironmentProperties = props.PropertyGroups.Count == 0 ? null : new EnvironmentPropertiesProperty
        {
            PropertyGroups = props.PropertyGroups
                .Select(group => new PropertyGroupProperty { PropertyGroupId = group.Key, PropertyMap = group.Value.ToDictionary() })
                .ToArray<object>(),
        },
        FlinkApplicationConfiguration = new FlinkApplicationConfigurationProperty
        {
            CheckpointConfiguration = new CheckpointConfigurationProperty
            {
                ConfigurationType = "CUSTOM",
                CheckpointingEnabled = props.Checkpoints.Enabled,
                CheckpointInterval = props.Checkpoints.Interval.TotalMilliseconds,
                MinPauseBetweenCheckpoints = props.Checkpoints.MinPause.TotalMilliseconds,
            },
            MonitoringConfiguration = new MonitoringConfigurationProperty
            {
                ConfigurationType = "CUSTOM",
                LogLevel = props.LogLevel.ToString().ToUpperInvariant(),
                MetricsLevel = props.MetricsLevel.ToString().ToUpperInvariant(),
            },
            ParallelismConfiguration = new ParallelismConfigurationProperty
            {
                ConfigurationType = "CUSTOM",
                AutoScalingEnabled = props.AutoScaling,
                Parallelism = props.Parallelism,
                ParallelismPerKpu = props.ParallelismPerKpu,
            },
        },
        VpcConfigurations = props.Vpc is null ? null : new object[] { props.Vpc.Bind(policy) },
    };

    private static ApplicationMaintenanceConfigurationProperty? Maintenance(TimeOnly? start) => start is not { } from ? null : new()
    {
        ApplicationMaintenanceWindowStartTime = from.ToString("HH:mm", CultureInfo.InvariantCulture),
    };

    private static RunConfigurationProperty? Run(FlinkApplicationProps props) =>
        props.Restore is null && !props.AllowNonRestoredState ? null : new RunConfigurationProperty
        {
            ApplicationRestoreConfiguration = props.Restore?.Render(),
            FlinkRunConfiguration = new FlinkRunConfigurationProperty { AllowNonRestoredState = props.AllowNonRestoredState },
        };
}
