using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;
using MethodOptions = Amazon.CDK.AWS.APIGateway.MethodOptions;

namespace Shardwise.Constructs.Producers;

/// <summary>
/// An HTTPS address that puts a record: <c>POST /records</c> with <c>{"partitionKey": "...", "data": ...}</c>, signed by IAM, without a function
/// between.
/// </summary>
public sealed class StreamApi : Construct, IGrantable
{
    // The key is text within JSON: what would end that text is escaped, except the one character that JSON does not escape and Velocity does.
    private const string PutRecord =
        """
        {
          "StreamName": "STREAM",
          "PartitionKey": "$util.escapeJavaScript($input.path('$.partitionKey')).replaceAll("\\'", "'")",
          "Data": "$util.base64Encode($input.json('$.data'))"
        }
        """;

    private static readonly Dictionary<string, string> Refused = new() { ["application/json"] = """{"message":"The record was not taken."}""" };

    /// <summary>Makes the API, its role, its log and its alarm.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public StreamApi(Construct scope, string id, StreamApiProps props)
        : base(scope, props.Validate(scope, id))
    {
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("apigateway.amazonaws.com") });
        props.Stream.Grant(Role, "kinesis:PutRecord");
        StreamAccess.GrantKeyToOwn(Role, props.Stream.EncryptionKey, "kms:GenerateDataKey");
        StackReferences.Note(this, props.Stream.Stream);
        Api = new RestApi(this, "Api", new RestApiProps
        {
            RestApiName = props.ApiName ?? DefaultName(),
            Description = "Puts records to a Kinesis stream.",
            EndpointTypes = [EndpointType.REGIONAL],
            // The role for execution logs would be the account's, one for all of its APIs: not a construct's to set.
            CloudWatchRole = false,
            DeployOptions = new StageOptions
            {
                StageName = "live",
                AccessLogDestination = ByName.Make<LogGroupLogDestination>(LogGroup),
                AccessLogFormat = AccessLogFormat.JsonWithStandardFields(),
                ThrottlingRateLimit = props.RequestsPerSecond,
                ThrottlingBurstLimit = props.Burst,
                TracingEnabled = true,
            },
        });
        AddRecords(props);
        ConstructTag.Add(this, nameof(StreamApi));
        Justify();
        Alarms = MakeAlarms(props.Alarms);
    }

    /// <summary>The API underneath.</summary>
    public RestApi Api { get; }

    /// <summary>What the API puts as: it may put to the stream, and no more.</summary>
    public Role Role { get; }

    /// <summary>What the API puts as.</summary>
    public IPrincipal GrantPrincipal => Role;

    /// <summary>The log, a line a request.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>The alarms that were made; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>Lets a principal put records.</summary>
    /// <param name="grantee">The principal, which signs its requests.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantPut(IGrantable grantee) =>
        PrincipalGrant.On(this, "this API").To(grantee, Api.ArnForExecuteApi("POST", "/records", "live"), "execute-api:Invoke");

    // Metrics know an API by its name alone: two of one name would be counted together, and each alarm would be for both.
    private string? DefaultName() => ConstructDefaults.Current.ApiNamedByPath
        ? Names.UniqueResourceName(this, new UniqueResourceNameOptions { MaxLength = StreamApiProps.MaxNameLength, Separator = "-" })
        : null;

    private void AddRecords(StreamApiProps props)
    {
        var model = Api.AddModel("Record", new ModelOptions
        {
            ContentType = "application/json",
            Schema = new JsonSchema
            {
                Type = JsonSchemaType.OBJECT,
                Required = ["partitionKey", "data"],
                Properties = new Dictionary<string, IJsonSchema>
                {
                    ["partitionKey"] = new JsonSchema { Type = JsonSchemaType.STRING, MinLength = 1, MaxLength = 256 },
                    ["data"] = new JsonSchema(),
                },
            },
        });
        Api.Root.AddResource("records").AddMethod(
            "POST",
            new AwsIntegration(new AwsIntegrationProps
            {
                Service = "kinesis",
                Action = "PutRecord",
                Options = new IntegrationOptions
                {
                    CredentialsRole = Role,
                    PassthroughBehavior = PassthroughBehavior.NEVER,
                    RequestParameters = new Dictionary<string, string>
                    {
                        ["integration.request.header.Content-Type"] = "'application/x-amz-json-1.1'",
                    },
                    RequestTemplates = new Dictionary<string, string>
                    {
                        ["application/json"] = PutRecord.Replace("STREAM", props.Stream.StreamName, StringComparison.Ordinal),
                    },
                    IntegrationResponses = Answers(),
                },
            }),
            new MethodOptions
            {
                AuthorizationType = AuthorizationType.IAM,
                RequestModels = new Dictionary<string, IModel> { ["application/json"] = model },
                RequestValidatorOptions = new RequestValidatorOptions { ValidateRequestBody = true, ValidateRequestParameters = true },
                MethodResponses = [new MethodResponse { StatusCode = "200" }, new MethodResponse { StatusCode = "400" },
                    new MethodResponse { StatusCode = "500" }],
            });
    }

    // What Kinesis says of a failure names the stream and the account: it is for the log, not for the caller.
    private static IIntegrationResponse[] Answers() =>
    [
        new IntegrationResponse { StatusCode = "200" },
        new IntegrationResponse { StatusCode = "400", SelectionPattern = @"4\d{2}", ResponseTemplates = Refused },
        new IntegrationResponse { StatusCode = "500", SelectionPattern = @"5\d{2}", ResponseTemplates = Refused },
    ];

    private void Justify()
    {
        NagRule.Suppress(
            Api.DeploymentStage,
            ("AwsSolutions-APIG3", "Every request is signed by IAM; a web ACL is the account's to add."),
            ("AwsSolutions-APIG6", "Execution logs need a role that is set for the whole account; the access log has a line a request."));
        const string stageLogs = "A deployment says nothing of logs; its stage logs in JSON.";
        NagRule.Suppress(Api.LatestDeployment!, ("Serverless-APIGWStructuredLogging", stageLogs), ("CdkNagValidationFailure", stageLogs));
        NagRule.Suppress(
            Api.Root.GetResource("records")!.Node.FindChild("POST"), "AwsSolutions-COG4",
                "Producers are machines that sign by IAM, not people of a user pool.");
    }

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
        // A share of the requests, from 0 to 1. No datapoint: nobody asked.
        alarms.Add(
            "FailedAlarm",
            "More than 5 % of the requests failed in three of the last five minutes. The access log says which; look whether the stream throttles.",
            Api.MetricServerError(new MetricOptions { Period = Duration.Minutes(1), Statistic = "Average" }),
            new AlarmThreshold(0.05, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
