using System.Security.Cryptography;
using System.Text;

namespace Shardwise.AwsPackages.Tests.Http;

/// <summary>AWS Signature Version 4, worked out from its specification and not from the SDK.</summary>
internal static class SigV4
{
    public static string Authorization(SentRequest request, string accessKey, string secretKey, string region, string service)
    {
        var time = request.Headers["X-Amz-Date"];
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var signedHeaders = Part(request, "SignedHeaders");
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, signedHeaders))))}";

        var key = new[] { time[..8], region, service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes($"AWS4{secretKey}"), Hmac);
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={signedHeaders}, Signature={Hex(Hmac(key, toSign))}";
    }

    public static string Part(SentRequest request, string name) =>
        request.Headers["Authorization"].Split(' ', ',').Single(p => p.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static string Canonical(SentRequest request, string signedHeaders)
    {
        var headers = signedHeaders.Split(';').Select(name => $"{name}:{HeaderValue(request, name)}\n");
        return $"{request.Method}\n{request.Uri.AbsolutePath}\n\n{string.Concat(headers)}\n{signedHeaders}\n{Hex(SHA256.HashData(request.Body))}";
    }

    private static string HeaderValue(SentRequest request, string name) =>
        name == "host" ? request.Uri.Authority : request.Headers[name].Trim();

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
