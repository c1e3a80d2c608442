using Amazon;
using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.SQS;

namespace Shardwise.Cli.Aws;

/// <summary>The caller's own access to AWS, as the SDK finds it, or to another endpoint.</summary>
/// <param name="Region">Where; <c>local</c> services count as us-east-1 unless told otherwise.</param>
internal sealed record AwsAccess(string Region)
{
    private const int Retries = 3;
    private const string LocalRegion = "us-east-1";

    private AWSCredentials? Credentials { get; init; }

    private Uri? Endpoint { get; init; }

    /// <param name="profileName">The profile; null for what the SDK finds by itself.</param>
    /// <param name="regionName">The region; null for the profile's, or the environment's.</param>
    /// <param name="endpoint">An address in place of AWS's own; null for those.</param>
    /// <param name="error">Gets a line where calls go to another machine unencrypted.</param>
    /// <exception cref="InputException">What was asked for is not there, or nothing is configured.</exception>
    public static AwsAccess Find(string? profileName, string? regionName, string? endpoint, TextWriter error)
    {
        if (endpoint is null)
            return Own(profileName, regionName);
        var uri = Address(endpoint);
        // Nothing of the caller's goes to a local service, or unencrypted to another machine, unless a profile is named for it: an emulator takes any
        // credentials. An endpoint with TLS on another machine is one of AWS's, as a VPC has them.
        if (profileName is null && (uri.IsLoopback || uri.Scheme == Uri.UriSchemeHttp))
            return new AwsAccess(regionName ?? LocalRegion) { Endpoint = uri, Credentials = new BasicAWSCredentials("local", "local") };
        var access = Own(profileName, regionName) with { Endpoint = uri };
        if (!uri.IsLoopback && uri.Scheme == Uri.UriSchemeHttp)
            error.WriteLine(
                $"warning: {uri.Host} is another machine and --endpoint has no TLS: data, and a session token of the profile \"{profileName}\", go "
                + "there unencrypted");
        return access;
    }

    private static AwsAccess Own(string? profileName, string? regionName)
    {
        var profile = profileName is { } name ? ProfileOf(name) : null;
        var region = regionName ?? profile?.Region?.SystemName ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName
            ?? throw new InputException("no AWS region is known: give --region, or set AWS_REGION or a region in the profile");
        return new AwsAccess(region) { Credentials = profile is null ? DefaultCredentials() : CredentialsOf(profile) };
    }

    /// <param name="retries">How often the client itself tries again; 0 for a caller that does.</param>
    public AmazonKinesisClient Kinesis(int retries = Retries) => new(Credentials, Configured(new AmazonKinesisConfig(), retries));

    // An answer takes as long as the function does, fifteen minutes at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    public AmazonLambdaClient Lambda() => new(Credentials, Configured(new AmazonLambdaConfig { Timeout = TimeSpan.FromMinutes(16) }));

    public AmazonCloudWatchClient CloudWatch() => new(Credentials, Configured(new AmazonCloudWatchConfig()));

    public AmazonSQSClient Sqs() => new(Credentials, Configured(new AmazonSQSConfig()));

    // A local endpoint has no names of its own for buckets.
    public AmazonS3Client S3() => new(Credentials, Configured(new AmazonS3Config { ForcePathStyle = Endpoint is not null }));

    private T Configured<T>(T config, int retries = Retries)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;
        if (Endpoint is not null)
            (config.ServiceURL, config.AuthenticationRegion) = (Endpoint.ToString(), Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        return config;
    }

    private static Uri Address(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? uri
            : throw new InputException(
                $"--endpoint is \"{endpoint}\"; an address such as http://127.0.0.1:4567, http://kinesis:4567 or https://vpce-… is allowed (without "
                + "it, AWS is asked)");

    private static CredentialProfile ProfileOf(string name) => new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
        ? profile
        : throw new InputException($"--profile is \"{name}\", which is not in the AWS configuration files");

    private static AWSCredentials CredentialsOf(CredentialProfile profile)
    {
        try
        {
            return profile.GetAWSCredentials(null);
        }
        catch (Exception exception) when (exception is AmazonClientException or InvalidOperationException or ArgumentException)
        {
            throw new InputException($"the profile \"{profile.Name}\" gives no usable credentials", exception);
        }
    }

    private static AWSCredentials DefaultCredentials()
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw new InputException(
                "no AWS credentials were found: give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", exception);
        }
    }
}
