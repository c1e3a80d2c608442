using System.Reflection;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.KinesisFirehose;
using Amazon.Lambda;
using Amazon.Runtime;

namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>What compiles against a stand-in of an SDK package compiles against the package.</summary>
public class SdkSurfaceTests
{
    // In no description of the packages yet. The first two: of Kinesis's own model since 24 September 2026, found by name by our code, which works
    // without. The others: of the model since November 2025, and of the package from before 4.0.8.0 on (its changelog has On-demand Advantage at
    // 4.0.7.5); their members are those of the newest JavaScript client, by the rule that the description gives.
    private static readonly HashSet<string> Newer =
    [
        "RecordDistributionStrategy",
        "StreamDescriptionSummary: RecordDistributionStrategy RecordDistributionStrategy",
        "StreamDescriptionSummary: WarmThroughputObject WarmThroughput",
        "DescribeAccountSettings", "DescribeAccountSettingsRequest", "DescribeAccountSettingsResponse", "MinimumThroughputBillingCommitmentOutput",
        "MinimumThroughputBillingCommitmentOutputStatus", "MinimumThroughputBillingCommitmentInput", "MinimumThroughputBillingCommitmentInputStatus",
        "UpdateAccountSettings", "UpdateAccountSettingsRequest", "UpdateAccountSettingsResponse",
        "UpdateStreamWarmThroughput", "UpdateStreamWarmThroughputRequest", "UpdateStreamWarmThroughputResponse",
    ];

    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [SurfaceFact]
    public void Kinesis_requests_responses_and_models_have_exactly_the_packages_members() =>
        AssertModels(typeof(AmazonKinesisClient).Assembly, ApiFacts.Kinesis);

    [SurfaceFact]
    public void CloudWatch_requests_responses_and_models_have_exactly_the_packages_members() =>
        AssertModels(typeof(AmazonCloudWatchClient).Assembly, ApiFacts.CloudWatch);

    [SurfaceFact]
    public void Firehose_requests_responses_and_models_have_exactly_the_packages_members() =>
        AssertModels(typeof(AmazonKinesisFirehoseClient).Assembly, ApiFacts.Firehose);

    [SurfaceFact]
    public void Kinesis_enumerations_have_exactly_the_packages_values() =>
        AssertEnumerations(typeof(AmazonKinesisClient).Assembly, ApiFacts.Kinesis);

    [SurfaceFact]
    public void CloudWatch_enumerations_have_exactly_the_packages_values() =>
        AssertEnumerations(typeof(AmazonCloudWatchClient).Assembly, ApiFacts.CloudWatch);

    [SurfaceFact]
    public void Kinesis_exceptions_are_the_packages() => AssertExceptions(typeof(AmazonKinesisException), ApiFacts.Kinesis);

    [SurfaceFact]
    public void CloudWatch_exceptions_are_the_packages() => AssertExceptions(typeof(AmazonCloudWatchException), ApiFacts.CloudWatch);

    [SurfaceFact]
    public void Firehose_exceptions_are_the_packages() => AssertExceptions(typeof(AmazonKinesisFirehoseException), ApiFacts.Firehose);

    [SurfaceFact]
    public void The_Kinesis_client_is_made_and_called_as_the_packages()
    {
        AssertConstructors(typeof(AmazonKinesisClient), typeof(AmazonKinesisConfig));
        AssertOperations(typeof(AmazonKinesisClient), typeof(IAmazonKinesis), ApiFacts.Kinesis);
    }

    [SurfaceFact]
    public void The_CloudWatch_client_is_made_and_called_as_the_packages()
    {
        AssertConstructors(typeof(AmazonCloudWatchClient), typeof(AmazonCloudWatchConfig));
        AssertOperations(typeof(AmazonCloudWatchClient), typeof(IAmazonCloudWatch), ApiFacts.CloudWatch);
    }

    [SurfaceFact]
    public void The_Firehose_client_is_made_and_called_as_the_packages()
    {
        AssertConstructors(typeof(AmazonKinesisFirehoseClient), typeof(AmazonKinesisFirehoseConfig));
        AssertOperations(typeof(AmazonKinesisFirehoseClient), typeof(IAmazonKinesisFirehose), ApiFacts.Firehose);
    }

    [StandinFact]
    public void The_Lambda_client_is_made_as_the_packages() => AssertConstructors(typeof(AmazonLambdaClient), typeof(AmazonLambdaConfig));

    [SurfaceFact]
    public void Nothing_else_is_public()
    {
        AssertNothingElse(typeof(AmazonKinesisClient), typeof(IAmazonKinesis), typeof(AmazonKinesisConfig), typeof(AmazonKinesisRequest));
        AssertNothingElse(
            typeof(AmazonCloudWatchClient), typeof(IAmazonCloudWatch), typeof(AmazonCloudWatchConfig), typeof(AmazonCloudWatchRequest));
        AssertNothingElse(
            typeof(AmazonKinesisFirehoseClient), typeof(IAmazonKinesisFirehose), typeof(AmazonKinesisFirehoseConfig), typeof(AmazonKinesisFirehoseRequest));
        AssertNothingElse(typeof(AmazonLambdaClient), typeof(IAmazonLambda), typeof(AmazonLambdaConfig), typeof(AmazonLambdaRequest));
    }

    [Fact]
    public void The_configurations_name_their_service()
    {
        var kinesis = new AmazonKinesisConfig();
        var cloudWatch = new AmazonCloudWatchConfig();
        var firehose = new AmazonKinesisFirehoseConfig();
        var lambda = new AmazonLambdaConfig();

        Assert.Equal(
            ("Kinesis", "kinesis", "2013-12-02", "kinesis"),
            (AmazonKinesisConfig.ServiceId, kinesis.RegionEndpointServiceName, kinesis.ServiceVersion, kinesis.AuthenticationServiceName));
        Assert.Equal(
            ("CloudWatch", "monitoring", "2010-08-01"),
            (AmazonCloudWatchConfig.ServiceId, cloudWatch.RegionEndpointServiceName, cloudWatch.ServiceVersion));
        Assert.Equal(
            ("Firehose", "firehose", "2015-08-04"),
            (AmazonKinesisFirehoseConfig.ServiceId, firehose.RegionEndpointServiceName, firehose.ServiceVersion));
        Assert.Equal(("Lambda", "lambda", "2015-03-31"), (AmazonLambdaConfig.ServiceId, lambda.RegionEndpointServiceName, lambda.ServiceVersion));
    }

    [Fact]
    public void The_assemblies_are_named_and_versioned_as_the_packages()
    {
        Assert.Equal(("AWSSDK.Kinesis", "4.0.0.0"), Identity(typeof(AmazonKinesisClient)));
        Assert.Equal(("AWSSDK.CloudWatch", "4.0.0.0"), Identity(typeof(AmazonCloudWatchClient)));
        Assert.Equal(("AWSSDK.KinesisFirehose", "4.0.0.0"), Identity(typeof(AmazonKinesisFirehoseClient)));
        Assert.Equal(("AWSSDK.Lambda", "4.0.0.0"), Identity(typeof(AmazonLambdaClient)));
    }

    [Fact]
    public void Clients_are_made_through_the_interface_as_the_SDK_extensions_do()
    {
        Assert.IsType<AmazonKinesisConfig>(DefaultConfig<IAmazonKinesis>(), exactMatch: false);
        Assert.IsType<AmazonCloudWatchConfig>(DefaultConfig<IAmazonCloudWatch>(), exactMatch: false);
        Assert.IsType<AmazonKinesisFirehoseConfig>(DefaultConfig<IAmazonKinesisFirehose>(), exactMatch: false);
        Assert.IsType<AmazonLambdaConfig>(DefaultConfig<IAmazonLambda>(), exactMatch: false);

        static ClientConfig DefaultConfig<T>()
            where T : IAmazonService => T.CreateDefaultClientConfig();
    }

    private static void AssertModels(Assembly assembly, string facts)
    {
        foreach (var type in assembly.GetExportedTypes().Where(type => IsModel(type) && !Newer.Contains(type.Name)))
        {
            var expected = ApiFacts.Members(facts, type.Name);
            Assert.True(expected is not null, $"{type} is not in the package.");
            Assert.Equal(
                expected.Select(m => $"{type.Name}: {m}").Order(),
                CSharp.Members(type).Select(m => $"{type.Name}: {m.Signature}").Where(member => !Newer.Contains(member)).Order());
            Assert.All(type.GetProperties(), p => Assert.NotNull(p.SetMethod));
        }
    }

    /// <summary>The JavaScript client's own types, which are made from the service's model.</summary>
    [Fact]
    public void What_is_newer_than_the_description_has_the_members_of_the_services_model()
    {
        var model = File.ReadAllText(Path.Combine(Repository(), "node_modules", "@aws-sdk", "client-kinesis", "dist-types", "models", "models_0.d.ts"));
        var assembly = typeof(AmazonKinesisClient).Assembly;

        foreach (var type in assembly.GetExportedTypes().Where(type => IsModel(type) && Newer.Contains(type.Name)))
        {
            var shape = type.Name.Replace("Request", "Input", StringComparison.Ordinal).Replace("Response", "Output", StringComparison.Ordinal);
            var body = Regex.Match(model, $$"""interface {{shape}} \{(?<members>[^}]*)\}""").Groups["members"].Value;
            var members = Regex.Matches(body, @"^    (\w+)\??:", RegexOptions.Multiline).Select(match => match.Groups[1].Value).Where(name => name != "StreamId");

            Assert.Contains($"interface {shape} {{", model, StringComparison.Ordinal);
            Assert.Equal(members.Order(), type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(p => p.Name).Order());
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Infra.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
        }

        return folder;
    }

    private static void AssertEnumerations(Assembly assembly, string facts)
    {
        foreach (var type in assembly.GetExportedTypes().Where(type => IsEnumeration(type) && !Newer.Contains(type.Name)))
        {
            var expected = ApiFacts.Members(facts, type.Name, ',');
            Assert.True(expected is not null, $"{type} is not in the package.");
            Assert.Equal(
                expected.Select(value => (Regex.Replace(value, "[^A-Za-z0-9_]", ""), value)),
                type.GetFields().Select(f => (f.Name, ((ConstantClass)f.GetValue(null)!).Value)));
            Assert.Equal(["FindValue", "op_Implicit"], type.GetMethods(Static).Select(m => m.Name).Order());
            Assert.Equal("string value", CSharp.Parameters(Assert.Single(type.GetConstructors())));
        }
    }

    private static void AssertExceptions(Type root, string facts)
    {
        foreach (var type in root.Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(root)).Append(root))
        {
            Assert.True(Regex.IsMatch(facts, $@"\b{type.Name}\b"), $"{type} is not in the package.");
            Assert.Equal(type == root ? typeof(AmazonServiceException) : root, type.BaseType);
            Assert.Equal(
                [
                    "",
                    "Exception innerException",
                    "string message",
                    "string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode",
                    "string message, Exception innerException",
                    "string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode",
                ],
                type.GetConstructors().Select(CSharp.Parameters).Order(StringComparer.Ordinal));
        }
    }

    private static void AssertConstructors(Type client, Type config)
    {
        Type[][] credentials = [[], [typeof(AWSCredentials)], [typeof(string), typeof(string)], [typeof(string), typeof(string), typeof(string)]];
        foreach (var given in credentials)
        {
            Assert.NotNull(client.GetConstructor(given));
            Assert.NotNull(client.GetConstructor([.. given, typeof(RegionEndpoint)]));
            Assert.NotNull(client.GetConstructor([.. given, config]));
        }

        Assert.Equal(12, client.GetConstructors().Length);
    }

    private static void AssertOperations(Type client, Type contract, string facts)
    {
        foreach (var method in contract.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        {
            var operation = method.Name.Replace("Async", "", StringComparison.Ordinal);
            var parameters = CSharp.Parameters(method);
            var known = parameters == $"{operation}Request request, CancellationToken cancellationToken = default"
                ? (Newer.Contains(operation) || ApiFacts.Members(facts, $"{operation}Request") is not null)
                    && method.ReturnType.GetGenericArguments()[0].Name == $"{operation}Response"
                : facts.Contains($"{method.Name}({parameters})", StringComparison.Ordinal) || method.Name == "DetermineServiceOperationEndpoint";
            Assert.True(known, $"{contract.Name}.{method.Name}({parameters}) is not in the package.");
        }

        Assert.Equal(
            contract.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(Describe).Order(),
            client.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance).Select(Describe).Order());

        static string Describe(MethodInfo method) => $"{CSharp.Name(method.ReturnType)} {method.Name}({CSharp.Parameters(method)})";
    }

    private static void AssertNothingElse(params Type[] known) =>
        Assert.Empty(known[0].Assembly.GetExportedTypes()
            .Where(t => !IsModel(t) && !IsEnumeration(t) && !t.IsSubclassOf(typeof(AmazonServiceException)))
            .Except(known));

    private static (string? Name, string? Version) Identity(Type type) =>
        (type.Assembly.GetName().Name, type.Assembly.GetName().Version?.ToString());

    private static bool IsModel(Type type) =>
        type.Namespace!.EndsWith(".Model", StringComparison.Ordinal) && !type.IsSubclassOf(typeof(Exception));

    private static bool IsEnumeration(Type type) => type.IsSubclassOf(typeof(ConstantClass));
}
