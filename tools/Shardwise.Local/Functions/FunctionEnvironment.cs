using System.Globalization;

namespace Shardwise.Local.Functions;

/// <summary>
/// The environment of a function's process: the template's own, what Lambda sets, and where the local services are. Nothing of the user's own is in
/// it, least of all credentials.
/// </summary>
internal sealed record FunctionEnvironment(Uri Endpoint, string Region, string HomeDirectory)
{
    /// <summary>The access key id of a function's credentials: it says whose calls they are.</summary>
    public Func<FunctionDefinition, string> AccessKeyId { get; init; } = static _ => "LOCALACCESSKEYID";

    public IReadOnlyDictionary<string, string> For(FunctionDefinition function, string runtimeApi, string taskRoot, string? layers)
    {
        string endpoint = Endpoint.GetLeftPart(UriPartial.Authority);
        string nowhere = Path.Combine(HomeDirectory, "no-aws-configuration");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            ["HOME"] = HomeDirectory,
            ["TMPDIR"] = Path.GetTempPath(),
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["DOTNET_ROOT"] = DotnetHost.Root,
            ["DOTNET_NOLOGO"] = "1",
            // Several functions and their streams share a small machine: one heap and no diagnostics server a process.
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in function.Environment)
        {
            variables[name] = Reachable(value);
        }

        if (layers is not null)
        {
            FunctionLayers.AddTo(variables, layers);
        }

        SetLambda(variables, function, runtimeApi, taskRoot);
        SetAws(variables, function, endpoint, nowhere);
        return variables;
    }

    // A queue's URL is where older clients send what is for it, and so has to be one of this machine.
    private string Reachable(string value) =>
        value.Replace($"https://sqs.{Region}.amazonaws.com/", Endpoint.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal);

    private static void SetLambda(Dictionary<string, string> variables, FunctionDefinition function, string runtimeApi, string taskRoot)
    {
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.Name;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemoryMegabytes.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.Name}";
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = "local";
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}";
        variables["LAMBDA_TASK_ROOT"] = taskRoot;
        variables["_HANDLER"] = function.Handler;
    }

    private void SetAws(Dictionary<string, string> variables, FunctionDefinition function, string endpoint, string nowhere)
    {
        variables["AWS_REGION"] = Region;
        variables["AWS_DEFAULT_REGION"] = Region;
        variables["AWS_ACCESS_KEY_ID"] = AccessKeyId(function);
        variables["AWS_SECRET_ACCESS_KEY"] = "local-secret-access-key";
        variables["AWS_CONFIG_FILE"] = nowhere;
        variables["AWS_SHARED_CREDENTIALS_FILE"] = nowhere;
        variables["AWS_EC2_METADATA_DISABLED"] = "true";
        variables["AWS_ENDPOINT_URL"] = endpoint;
        variables["AWS_ENDPOINT_URL_KINESIS"] = endpoint;
        variables["AWS_ENDPOINT_URL_CLOUDWATCH"] = endpoint;
        variables["AWS_ENDPOINT_URL_S3"] = endpoint;
    }
}
