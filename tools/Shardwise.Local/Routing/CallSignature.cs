using Microsoft.AspNetCore.Http;

namespace Shardwise.Local.Routing;

/// <summary>What a request's signature says: who calls, where, and which service. It is read, not verified.</summary>
/// <param name="AccessKeyId">The access key.</param>
/// <param name="Region">The region of its credential scope; "" where it names none.</param>
/// <param name="Service">The service's signing name; "" where it names none.</param>
internal sealed record CallSignature(string AccessKeyId, string Region, string Service)
{
    private const string Credential = "Credential=";

    /// <summary>The signature of a request, from its header or its query string; null where it is not signed.</summary>
    public static CallSignature? Of(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        int at = header.IndexOf(Credential, StringComparison.Ordinal);
        if (at >= 0)
        {
            string rest = header[(at + Credential.Length)..];
            int end = rest.IndexOfAny([',', ' ']);
            return Parse(end < 0 ? rest : rest[..end]);
        }

        return request.Query["X-Amz-Credential"].ToString() is { Length: > 0 } query ? Parse(query)
            : header.StartsWith("AWS ", StringComparison.Ordinal) ? new CallSignature(header[4..].Split(':')[0], "", "s3")
            : null;
    }

    // Access key / date / region / service / aws4_request.
    private static CallSignature Parse(string credential)
    {
        string[] parts = credential.Split('/');
        return new CallSignature(parts[0], parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) ?? "");
    }
}
