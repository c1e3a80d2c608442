using System.Text.Json.Nodes;
using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Schedules;

namespace Shardwise.Local.Template;

/// <summary>Turns a template into a <see cref="PipelinePlan"/>: what runs here, and what is said not to.</summary>
internal sealed class PlanReader
{
    private readonly CloudAssembly _assembly;
    private readonly StackTemplate _template;
    private readonly LocalAccount _account;
    private readonly TemplateResolver _resolver;
    private readonly IReadOnlyDictionary<string, string> _assets;
    private readonly List<string> _notRun = [];

    private PlanReader(CloudAssembly assembly, StackTemplate template, LocalAccount account)
    {
        _assembly = assembly;
        _template = template;
        _account = account;
        _resolver = new TemplateResolver(template, account);
        _assets = assembly.ReadAssets();
    }

    public static PipelinePlan Read(string cloudAssembly, string? stack, LocalAccount account)
    {
        var assembly = CloudAssembly.Open(cloudAssembly);
        return new PlanReader(assembly, assembly.ReadStack(stack), account).Read();
    }

    private PipelinePlan Read()
    {
        var streams = All("AWS::Kinesis::Stream", Stream);
        var functions = All("AWS::Lambda::Function", Function);
        var runnable = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        var plan = new PipelinePlan
        {
            Streams = streams,
            Functions = functions,
            Mappings = All("AWS::Lambda::EventSourceMapping", (id, properties) => Mapping(id, properties, streams, runnable)),
            Schedules = [.. All("AWS::Events::Rule", (id, properties) => Schedules(id, properties, runnable)).SelectMany(targets => targets)],
            Buckets = Made().Where(resource => resource.Type == "AWS::S3::Bucket").ToDictionary(resource => resource.Id, resource => _resolver.NameOf(resource.Id), StringComparer.Ordinal),
            NotRun = _notRun,
        };
        _notRun.AddRange(Made().Where(resource => !IsRun(resource.Type) && !IsPassedOver(resource.Type)).Select(resource => $"{resource.Type} {resource.Id}"));
        return plan;
    }

    private static bool IsRun(string type) => type is "AWS::Kinesis::Stream" or "AWS::Kinesis::StreamConsumer" or "AWS::Lambda::Function" or "AWS::Lambda::EventSourceMapping"
        or "AWS::Events::Rule" or "AWS::SQS::Queue" or "AWS::S3::Bucket";

    // These change nothing about what data flows where on one machine: permissions, keys, log retention, alarms, a function's versions.
    private static bool IsPassedOver(string type) => type is "AWS::Lambda::Permission" or "AWS::Lambda::Version" or "AWS::Lambda::EventInvokeConfig" or "AWS::S3::BucketPolicy"
        or "AWS::SQS::QueuePolicy" or "AWS::Kinesis::ResourcePolicy" or "AWS::CDK::Metadata"
        || type.StartsWith("AWS::IAM::", StringComparison.Ordinal)
        || type.StartsWith("AWS::KMS::", StringComparison.Ordinal)
        || type.StartsWith("AWS::Logs::", StringComparison.Ordinal)
        || type.StartsWith("AWS::CloudWatch::", StringComparison.Ordinal)
        || type.StartsWith("AWS::SNS::", StringComparison.Ordinal);

    private IEnumerable<(string Id, string Type)> Made() =>
        from resource in _template.Resources
        where Guarded(resource.Key, () => _resolver.IsMade(resource.Key))
        select (resource.Key, Guarded(resource.Key, () => _resolver.TypeOf(resource.Key)));

    private static T Guarded<T>(string logicalId, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LocalPipelineException exception)
        {
            throw new LocalPipelineException($"template: {logicalId}: {exception.Message}", exception);
        }
    }

    private List<T> All<T>(string type, Func<string, ResourceProperties, T?> read)
        where T : class =>
        [.. from resource in Made()
            where resource.Type == type
            let definition = read(resource.Id, Properties(resource.Id, type))
            where definition is not null
            select definition];

    private ResourceProperties Properties(string logicalId, string type) =>
        new(logicalId, type, _template.Resources[logicalId]?["Properties"] as JsonObject ?? [], _resolver);

    private StreamDefinition Stream(string logicalId, ResourceProperties properties)
    {
        string name = properties.Has("Name") ? properties.RequiredText("Name") : _resolver.NameOf(logicalId);
        bool onDemand = properties.Text("StreamModeDetails.StreamMode") == "ON_DEMAND";
        int? shards = properties.OptionalInteger("ShardCount", 1, 100_000);
        if (!onDemand && shards is null)
        {
            throw properties.Problem("ShardCount", "is missing, and the stream is not on-demand");
        }

        return new StreamDefinition(
            logicalId, name, _account.Arn("kinesis", $"stream/{name}"), onDemand ? null : shards, properties.Integer("RetentionPeriodHours", 24, 8760, 24));
    }

    private FunctionDefinition? Function(string logicalId, ResourceProperties properties)
    {
        string? runtime = properties.Text("Runtime");
        if (runtime is null || !runtime.StartsWith("dotnet", StringComparison.Ordinal))
        {
            _notRun.Add($"AWS::Lambda::Function {logicalId}: {(runtime is null ? "a container image" : $"runtime {runtime}")}; dotnet functions run here");
            return null;
        }

        string name = properties.Has("FunctionName") ? properties.RequiredText("FunctionName") : _resolver.NameOf(logicalId);
        return new FunctionDefinition
        {
            LogicalId = logicalId,
            Name = name,
            Arn = _account.Arn("lambda", $"function:{name}"),
            Handler = properties.RequiredText("Handler"),
            CodePath = Code(logicalId, properties),
            Timeout = TimeSpan.FromSeconds(properties.Integer("Timeout", 1, 900, 3)),
            MemoryMegabytes = properties.Integer("MemorySize", 128, 10_240, 128),
            Runtime = runtime,
            Environment = (properties.Node("Environment.Variables") as JsonObject ?? [])
                .ToDictionary(variable => variable.Key, variable => TemplateResolver.Text(variable.Value) ?? "", StringComparer.Ordinal),
        };
    }

    private string Code(string logicalId, ResourceProperties properties)
    {
        string key = properties.Text("Code.S3Key") ?? throw properties.Problem("Code", "has no S3Key: inline code is not .NET");
        string? fromMetadata = TemplateResolver.Text(_template.Resources[logicalId]?["Metadata"]?["aws:asset:path"]);
        string? path = _assets.TryGetValue(key, out string? asset) ? asset
            : fromMetadata is null ? null
            : _assembly.Resolve(fromMetadata);
        if (path is null)
        {
            throw properties.Problem("Code.S3Key", $"is '{key}', which no asset of the cloud assembly is");
        }

        return Directory.Exists(path) || File.Exists(path) ? path : throw properties.Problem("Code", $"is the asset '{path}', which is not there");
    }

    private EventSourceMappingDefinition? Mapping(
        string logicalId, ResourceProperties properties, List<StreamDefinition> streams, Dictionary<string, FunctionDefinition> functions)
    {
        string source = properties.Text("EventSourceArn") ?? "";
        string function = FunctionName(properties.RequiredText("FunctionName"));
        var stream = streams.FirstOrDefault(candidate => source == candidate.Arn || source.StartsWith($"{candidate.Arn}/consumer/", StringComparison.Ordinal));
        string? reason = stream is null ? $"its source '{source}' is not a stream of this template"
            : !functions.ContainsKey(function) ? $"its function '{function}' does not run here"
            : properties.Text("Enabled") is { } enabled && !string.Equals(enabled, "true", StringComparison.OrdinalIgnoreCase) ? "it is disabled"
            : properties.Has("FilterCriteria") ? "FilterCriteria is not supported here"
            : null;
        if (reason is not null)
        {
            _notRun.Add($"AWS::Lambda::EventSourceMapping {logicalId}: {reason}");
            return null;
        }

        if (properties.Integer("ParallelizationFactor", 1, 10, 1) is > 1 and var factor)
        {
            _notRun.Add($"AWS::Lambda::EventSourceMapping {logicalId}: ParallelizationFactor {factor} runs as 1, since a function is one process here");
        }

        if (source != stream!.Arn)
        {
            _notRun.Add($"AWS::Lambda::EventSourceMapping {logicalId}: enhanced fan-out runs as polling, which shares each shard's 2 MB/s with other readers");
        }

        int window = properties.Integer("TumblingWindowInSeconds", 0, 900, 0);
        return new EventSourceMappingDefinition
        {
            LogicalId = logicalId,
            StreamName = stream.Name,
            StreamArn = stream.Arn,
            SourceArn = source,
            FunctionName = function,
            BatchSize = properties.Integer("BatchSize", 1, 10_000, 100),
            BatchingWindow = TimeSpan.FromSeconds(properties.Integer("MaximumBatchingWindowInSeconds", 0, 300, 0)),
            TumblingWindow = window > 0 ? TimeSpan.FromSeconds(window) : null,
            StartAt = Start(properties),
            Policy = Policy(properties),
            FailureQueue = properties.Text("DestinationConfig.OnFailure.Destination") is { } destination ? NameIn(destination) : null,
        };
    }

    // The pipeline makes its streams, so that LATEST at the start is their beginning as well.
    private static DateTimeOffset? Start(ResourceProperties properties) => properties.Text("StartingPosition") switch
    {
        "TRIM_HORIZON" or "LATEST" => null,
        "AT_TIMESTAMP" when double.TryParse(properties.Text("StartingPositionTimestamp"), out double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds),
        "AT_TIMESTAMP" => throw properties.Problem("StartingPositionTimestamp", "is missing or not a number of seconds"),
        var other => throw properties.Problem("StartingPosition", $"is '{other}'; allowed are TRIM_HORIZON, LATEST and AT_TIMESTAMP"),
    };

    private static DeliveryPolicy Policy(ResourceProperties properties)
    {
        int retries = properties.Integer("MaximumRetryAttempts", -1, 10_000, -1);
        int age = properties.Integer("MaximumRecordAgeInSeconds", -1, 604_800, -1);
        if (age is >= 0 and < 60)
        {
            throw properties.Problem("MaximumRecordAgeInSeconds", $"is '{age}'; allowed is -1 or 60 to 604800");
        }

        return new DeliveryPolicy
        {
            MaximumRetries = retries < 0 ? null : retries,
            MaximumAge = age < 0 ? null : TimeSpan.FromSeconds(age),
            Bisect = properties.Flag("BisectBatchOnFunctionError"),
            PartialFailures = (properties.Node("FunctionResponseTypes") as JsonArray ?? []).Any(type => TemplateResolver.Text(type) == "ReportBatchItemFailures"),
        };
    }

    private List<ScheduleDefinition> Schedules(string logicalId, ResourceProperties properties, Dictionary<string, FunctionDefinition> functions)
    {
        string name = properties.Has("Name") ? properties.RequiredText("Name") : _resolver.NameOf(logicalId);
        string? reason = properties.Text("State") is { } state && !state.StartsWith("ENABLED", StringComparison.Ordinal) ? "it is disabled"
            : properties.Has("EventPattern") ? "its event pattern is not watched here; schedules run"
            : null;
        string text = properties.Text("ScheduleExpression") ?? "";
        ScheduleExpression? expression = null;
        if (reason is null && !ScheduleExpression.TryParse(text, out expression, out string? problem))
        {
            throw properties.Problem("ScheduleExpression", $"is '{text}': {problem}");
        }

        if (reason is not null)
        {
            _notRun.Add($"AWS::Events::Rule {logicalId}: {reason}");
            return [];
        }

        var schedules = new List<ScheduleDefinition>();
        foreach (var target in properties.Node("Targets") as JsonArray ?? [])
        {
            string arn = TemplateResolver.Text(target?["Arn"]) ?? throw properties.Problem("Targets.Arn", "is missing");
            if (!functions.TryGetValue(FunctionName(arn), out var function))
            {
                _notRun.Add($"AWS::Events::Rule {logicalId}: its target '{arn}' is not a function that runs here");
                continue;
            }

            schedules.Add(new ScheduleDefinition
            {
                LogicalId = logicalId,
                RuleName = name,
                RuleArn = _account.Arn("events", $"rule/{name}"),
                FunctionName = function.Name,
                Expression = expression!,
                Input = TargetInput.Read(target!.AsObject(), problem => properties.Problem("Targets", problem)),
                MaximumRetries = Math.Min(2, Number(target["RetryPolicy"]?["MaximumRetryAttempts"]) ?? 2),
                MaximumAge = TimeSpan.FromSeconds(Math.Min(21_600, Number(target["RetryPolicy"]?["MaximumEventAgeInSeconds"]) ?? 21_600)),
            });
        }

        return schedules;
    }

    private static int? Number(JsonNode? node) => int.TryParse(TemplateResolver.Text(node), out int value) ? value : null;

    // An ARN may go on with a version or alias, which a local function does not have.
    private static string FunctionName(string nameOrArn) => nameOrArn.Split(":function:") is [_, var rest] ? rest.Split(':')[0] : nameOrArn;

    // The last part of an ARN (after : or /), or the whole of a name.
    private static string NameIn(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOfAny([':', '/']) + 1)..];
}
