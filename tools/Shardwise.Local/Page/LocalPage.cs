using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shardwise.Local.Page;

/// <summary>
/// The page of a local pipeline: <c>/_shardwise/</c>, and <c>/</c> for a browser. Its files lie in this assembly; what it shows it asks of the
/// control API.
/// </summary>
internal static class LocalPage
{
    /// <summary>Where the page is.</summary>
    public const string Address = "/_shardwise/";

    private const string Files = "/_shardwise/page";

    /// <summary>
    /// Adds the page to an endpoint. It goes before the routes of the services: <c>GET /</c> is S3's list of buckets too, and only a browser's is
    /// answered here.
    /// </summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        (routes as IApplicationBuilder)?.Use(next => context => Redirects(context) ? Task.CompletedTask : next(context));
        routes.MapMethods(Address, [HttpMethods.Get, HttpMethods.Head], PageFile.Find("index.html")!.WriteAsync);
        foreach (var file in PageFile.All)
        {
            routes.MapMethods($"{Files}/{file.Name}", [HttpMethods.Get, HttpMethods.Head], file.WriteAsync);
        }

        routes.MapPost($"{Files}/unpack", UnpackEndpoint.AnswerAsync);
    }

    /// <summary>Whether a request is a person's at a browser, and no program's: a browser wants HTML and signs nothing.</summary>
    public static bool IsForPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.Value is "/" or ""
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Authorization.Count == 0
        && !request.Query.Keys.Any(name => name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name is "AWSAccessKeyId");

    private static bool Redirects(HttpContext context)
    {
        bool isForPerson = IsForPerson(context.Request);
        if (isForPerson)
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(Address);
        }

        return isForPerson;
    }
}
