namespace Shardwise.Consumers;

/// <summary>
/// HTTP statuses that refuse a request for good: every 4xx but those that ask for credentials, for another time, or for another state of the server.
/// Source: https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml
/// </summary>
internal static class HttpStatuses
{
    public const string InWords = "400 to 499 but 401, 403, 407, 408, 409, 421, 423, 425 and 429";

    public static bool RefusesForGood(int? status) =>
        status is >= 400 and < 500 and not (401 or 403 or 407 or 408 or 409 or 421 or 423 or 425 or 429);
}
