using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shardwise.Local.Page;

/// <summary>Takes the bytes of one record apart for whoever looks at it. It reads nothing but the request.</summary>
internal static class UnpackEndpoint
{
    // The largest record that Kinesis takes.
    private const int Largest = 10 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        byte[]? data = await ReadAsync(context);
        if (data is null)
        {
            string error = $"a record is larger than {Largest} bytes, more than Kinesis takes";
            await WriteAsync(context, StatusCodes.Status413PayloadTooLarge, new { error });
            return;
        }

        await WriteAsync(context, StatusCodes.Status200OK, RecordUnpacker.Unpack(data));
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[65_536];
        for (int count; (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (body.Length + count > Largest)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private static async Task WriteAsync<T>(HttpContext context, int status, T answer)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(answer, Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
