using Microsoft.AspNetCore.Http;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Looks whether a request is signed, and for whom. No signature is verified.</summary>
internal sealed class Signature(LocalKinesisOptions options)
{
    private static readonly string[] HeaderParts = ["Credential", "Signature", "SignedHeaders"];
    private static readonly string[] QueryParts = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];

    // One client's calls of a day have one credential.
    private volatile Known _last = new("", new Scope(options.AccountId, options.Region));

    /// <summary>Whose request it is, by its credential scope: an access key of 12 digits is an account.</summary>
    /// <exception cref="Refusal">It is not signed, or not wholly.</exception>
    public Scope Check(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var hasQuery = request.QueryString.HasValue && request.Query.ContainsKey("X-Amz-Algorithm");
        if (header.Length > 0 && hasQuery)
        {
            throw new Refusal("InvalidSignatureException",
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }

        if (header.Length == 0 && !hasQuery)
        {
            throw new Refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        return ScopeOf(hasQuery ? FromQuery(request.Query) : FromHeader(request, header));
    }

    private static ReadOnlySpan<char> FromHeader(HttpRequest request, string header)
    {
        ReadOnlySpan<char> credential = [];
        var problem = "";
        foreach (var name in HeaderParts)
        {
            var part = PartOf(header, name);
            if (part.IsEmpty)
            {
                problem += $"Authorization header requires '{name}' parameter. ";
            }
            else if (name == "Credential")
            {
                credential = part["Credential=".Length..];
            }
        }

        if (!request.Headers.ContainsKey("X-Amz-Date") && !request.Headers.ContainsKey("Date"))
        {
            problem += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }

        return problem.Length == 0 ? credential : throw new Refusal("IncompleteSignatureException", $"{problem}Authorization={header}");
    }

    /// <summary>A part with its name, as the last that has it; empty where there is none. The first word of a header names the algorithm.</summary>
    private static ReadOnlySpan<char> PartOf(ReadOnlySpan<char> header, ReadOnlySpan<char> name)
    {
        var found = ReadOnlySpan<char>.Empty;
        var isFirst = true;
        foreach (var range in header.SplitAny(", "))
        {
            var token = header[range];
            if (token.IsEmpty)
            {
                continue;
            }

            if (!isFirst && token.Length > name.Length && token.StartsWith(name, StringComparison.Ordinal) && token[name.Length] == '=')
            {
                found = token;
            }

            isFirst = false;
        }

        return found;
    }

    private static string FromQuery(IQueryCollection query)
    {
        var problem = string.Concat(
            QueryParts.Where(part => string.IsNullOrEmpty(query[part])).Select(part => $"AWS query-string parameters must include '{part}'. "));
        return problem.Length == 0
            ? query["X-Amz-Credential"].ToString()
            : throw new Refusal("IncompleteSignatureException", problem + "Re-examine the query-string parameters.");
    }

    private Scope ScopeOf(ReadOnlySpan<char> credential)
    {
        var last = _last;
        if (options.OneScope || credential.SequenceEqual(last.Credential))
        {
            return last.Scope;
        }

        var whole = credential.ToString();
        var parts = whole.Split('/');
        var account = parts[0].Length == 12 && parts[0].All(char.IsAsciiDigit) ? parts[0] : options.AccountId;
        var isRegion = parts.Length > 2 && parts[2].Length is > 0 and <= 32
            && parts[2].All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
        var known = new Known(whole, new Scope(account, isRegion ? parts[2] : options.Region));
        _last = known;
        return known.Scope;
    }

    private sealed record Known(string Credential, Scope Scope);
}
