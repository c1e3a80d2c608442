using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>What a request says about its body, in headers or in the trailers of a chunked one: an MD5, a checksum.</summary>
internal sealed class S3Checks
{
    private const string Prefix = "x-amz-checksum-";

    private readonly string? _md5;
    private readonly string? _name;
    private readonly string? _value;
    private readonly AwsChunkedStream? _trailers;

    /// <param name="request">The request.</param>
    /// <param name="body">Its body as it will be read.</param>
    /// <exception cref="AwsError">A digest is none.</exception>
    public S3Checks(HttpRequest request, Stream body)
    {
        _md5 = request.Headers["Content-MD5"].ToString() is { Length: > 0 } given ? given : null;
        if (_md5 is not null && !IsBase64(_md5, 16))
        {
            throw new AwsError("InvalidDigest", "The Content-MD5 you specified is not valid.");
        }

        _name = S3Digests.Bytes.Keys.FirstOrDefault(name => request.Headers.ContainsKey(Prefix + name));
        _value = _name is null ? null : request.Headers[Prefix + _name].ToString();
        if (_name is null && body is AwsChunkedStream chunked)
        {
            string trailer = request.Headers["x-amz-trailer"].ToString();
            _name = S3Digests.Bytes.Keys.FirstOrDefault(name => string.Equals(trailer, Prefix + name, StringComparison.OrdinalIgnoreCase));
            _trailers = chunked;
        }

        if (_value is not null)
        {
            RequireForm(_value);
        }
    }

    /// <summary>The checksums to take of the body.</summary>
    public IReadOnlyList<string> Wanted => _name is null ? [] : [_name];

    /// <summary>Compares, once all of the body has been read.</summary>
    /// <returns>The checksums that hold.</returns>
    /// <exception cref="AwsError">A digest differs.</exception>
    public IReadOnlyDictionary<string, string> Verify(S3Digests digests)
    {
        if (_md5 is not null && Convert.ToBase64String(digests.Md5) != _md5)
        {
            throw S3Errors.Digest("Content-MD5");
        }

        if (_name is null)
        {
            return new Dictionary<string, string>();
        }

        string? value = _value ?? _trailers?.Trailers.GetValueOrDefault(Prefix + _name);
        if (value is null)
        {
            throw new AwsError(
                "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
        }

        RequireForm(value);
        string found = digests.Checksum(_name);
        return found == value ? new Dictionary<string, string> { [_name] = found } : throw S3Errors.Checksum(_name.ToUpperInvariant());
    }

    private void RequireForm(string value)
    {
        if (!IsBase64(value, S3Digests.Bytes[_name!]))
        {
            throw new AwsError("InvalidRequest", $"Value for {Prefix}{_name} header is invalid.");
        }
    }

    private static bool IsBase64(string text, int length)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(text, bytes, out int written) && written == length;
    }
}
