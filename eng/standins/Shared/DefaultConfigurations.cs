using Amazon.Runtime;

namespace Shardwise.Standins;

/// <summary>The SDKs' published defaults of each configuration mode.</summary>
internal static class DefaultConfigurations
{
    public static IEnumerable<IDefaultConfiguration> All { get; } =
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30000),
        Mode(DefaultConfigurationMode.Auto, 1100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds)
    {
        var timeout = TimeSpan.FromMilliseconds(connectMilliseconds);
        return new()
        {
            Name = name,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = timeout,
            TlsNegotiationTimeout = timeout,
        };
    }
}
