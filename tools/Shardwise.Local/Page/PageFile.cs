using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local.Page;

/// <summary>A file of the page, held in memory as it lies in the assembly.</summary>
internal sealed class PageFile
{
    private const string Prefix = "page/";

    /// <summary>
    /// Nothing from elsewhere, no script or style in a document, no text that becomes markup, no frame around buttons that kill: what a record
    /// holds stays text.
    /// </summary>
    public const string SecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private readonly byte[] _content;
    private readonly string _type;
    private readonly string _tag;

    private PageFile(string name, byte[] content)
    {
        Name = name;
        _content = content;
        _type = TypeOf(name);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
    }

    public static IReadOnlyList<PageFile> All { get; } = Read();

    public string Name { get; }

    public string Text => Encoding.UTF8.GetString(_content);

    public static PageFile? Find(string name) => All.FirstOrDefault(file => file.Name == name);

    /// <summary>Answers with the file, or with 304 where the browser has this very one.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = SecurityPolicy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.Headers.IfNoneMatch.ToString().Contains(_tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _type;
        response.ContentLength = _content.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(_content, context.RequestAborted);
        }
    }

    private static PageFile[] Read()
    {
        var assembly = typeof(PageFile).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                byte[] content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new PageFile(name[Prefix.Length..], content);
            })];
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"the page has a file of a type that it cannot name: '{other}'"),
    };
}
