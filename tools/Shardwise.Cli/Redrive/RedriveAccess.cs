using Amazon.Kinesis;
using Amazon.Lambda;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive;

/// <summary>
/// The caller's access, made when it is first needed: a dry run over what lies on this machine as a whole asks nobody, and needs neither a region
/// nor credentials.
/// </summary>
/// <param name="settings">What was asked for.</param>
/// <param name="error">Gets a line where calls go to another machine unencrypted.</param>
internal sealed class RedriveAccess(RedriveSettings settings, TextWriter error) : IDisposable
{
    private AwsAccess? _aws;
    private AmazonKinesisClient? _kinesis;
    private AmazonLambdaClient? _lambda;

    /// <exception cref="InputException">What was asked for is not there, or nothing is configured.</exception>
    public AwsAccess Aws => _aws ??= AwsAccess.Find(settings.Profile, settings.Region, settings.Endpoint, error);

    /// <summary>Without retries of its own.</summary>
    public IAmazonKinesis Kinesis => _kinesis ??= Aws.Kinesis(retries: 0);

    public IAmazonLambda Lambda => _lambda ??= Aws.Lambda();

    /// <summary>The region that is read and written, as far as it is known; <see langword="null"/> for an endpoint, which stands for any.</summary>
    public string? Region => settings.Endpoint is not null ? null : _aws?.Region ?? settings.Region;

    /// <summary>Makes it for a message whose records are not in it.</summary>
    /// <param name="message">What a person finds the message by.</param>
    /// <param name="stream">The stream that has its records.</param>
    /// <exception cref="InputException">What was asked for is not there, or nothing is configured.</exception>
    public void Require(string message, string stream)
    {
        try
        {
            _ = Aws;
        }
        catch (InputException problem)
        {
            throw new InputException($"the records of {message} have to be fetched from {stream}: {problem.Message}", problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kinesis?.Dispose();
        _lambda?.Dispose();
    }
}
