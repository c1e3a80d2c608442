using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Producers;

/// <summary>What a <see cref="StreamApi"/> is made of.</summary>
public sealed record StreamApiProps
{
    internal const int MaxNameLength = 128;

    private const int AccountRequestsPerSecond = 10_000;

    /// <summary>The stream that gets the records.</summary>
    public required IDataStream Stream { get; init; }

    /// <summary>The name of the API, by which alone its metrics are told from another API's.</summary>
    /// <value>
    /// 1 to 128 printable characters of ASCII: others do not reach CloudWatch. The default is made of the construct's path; with
    /// <see cref="ConstructDefaults.V1"/> it is <c>Api</c>, which two APIs of an account share.
    /// </value>
    public string? ApiName { get; init; }

    /// <summary>How many requests a second are let through, on average.</summary>
    /// <value>1 to 10,000, an account's default quota. The default is 1,000.</value>
    public double RequestsPerSecond { get; init; } = ConstructDefaults.Current.ApiRequestsPerSecond;

    /// <summary>How many requests may come at once.</summary>
    /// <value>1 to 5,000. The default is 500.</value>
    public double Burst { get; init; } = ConstructDefaults.Current.ApiBurst;

    /// <summary>How long the log of requests is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.ApiLogRetention;

    /// <summary>The alarms: <c>Failed</c>.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(Construct? scope, string id)
    {
        var check = new PropsCheck($"StreamApi '{id}' has invalid properties");
        StreamPlace.SameRegion(check, nameof(Stream), scope, Stream, "API Gateway puts into");
        StreamPlace.SameAccount(check, nameof(Stream), scope, Stream, "API Gateway puts by the stream's name");
        check.Require(
            ApiName is null || PropsCheck.IsToken(ApiName)
                || (ApiName.Length is > 0 and <= MaxNameLength && ApiName.All(c => c is >= ' ' and <= '~')),
            nameof(ApiName), $"'{ApiName}'", $"1 to {MaxNameLength} printable characters of ASCII");
        check.Whole(nameof(RequestsPerSecond), RequestsPerSecond, 1, AccountRequestsPerSecond);
        check.Whole(nameof(Burst), Burst, 1, AccountRequestsPerSecond / 2);
        Alarms.Check(check, "Failed");
        check.ThrowIfAny();
        return id;
    }
}
