using Microsoft.AspNetCore.Http;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Looks whether a request is signed, and for whom. No signature is verified.</summary>
internal static class Signature
{
    private static readonly string[] HeaderParts = ["Credential", "Signature", "SignedHeaders"];
    private static readonly string[] QueryParts = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];

    /// <summary>Whose request it is, by its credential scope: an access key of 12 digits is an account.</summary>
    /// <exception cref="Refusal">It is not signed, or not wholly.</exception>
    public static Scope Check(HttpRequest request, LocalKinesisOptions options)
    {
        var header = request.Headers.Authorization.ToString();
        var hasQuery = request.Query.ContainsKey("X-Amz-Algorithm");
        if (header.Length > 0 && hasQuery)
        {
            throw new Refusal("InvalidSignatureException",
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }

        if (header.Length == 0 && !hasQuery)
        {
            throw new Refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        return ScopeOf(hasQuery ? FromQuery(request.Query) : FromHeader(request, header), options);
    }

    private static string FromHeader(HttpRequest request, string header)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in header.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var equals = token.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parts[token[..equals]] = token[(equals + 1)..];
            }
        }

        var problem = string.Concat(HeaderParts.Where(part => !parts.ContainsKey(part))
            .Select(part => $"Authorization header requires '{part}' parameter. "));
        if (!request.Headers.ContainsKey("X-Amz-Date") && !request.Headers.ContainsKey("Date"))
        {
            problem += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }

        return problem.Length == 0 ? parts["Credential"] : throw new Refusal("IncompleteSignatureException", $"{problem}Authorization={header}");
    }

    private static string FromQuery(IQueryCollection query)
    {
        var problem = string.Concat(
            QueryParts.Where(part => string.IsNullOrEmpty(query[part])).Select(part => $"AWS query-string parameters must include '{part}'. "));
        return problem.Length == 0
            ? query["X-Amz-Credential"].ToString()
            : throw new Refusal("IncompleteSignatureException", problem + "Re-examine the query-string parameters.");
    }

    private static Scope ScopeOf(string credential, LocalKinesisOptions options)
    {
        var parts = credential.Split('/');
        if (options.OneScope)
        {
            return new Scope(options.AccountId, options.Region);
        }

        var account = parts[0].Length == 12 && parts[0].All(char.IsAsciiDigit) ? parts[0] : options.AccountId;
        var isRegion = parts.Length > 2 && parts[2].Length is > 0 and <= 32
            && parts[2].All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
        return new Scope(account, isRegion ? parts[2] : options.Region);
    }
}
