using System.Security.Cryptography;
using System.Text;
using Amazon.CDK;
using Constructs;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// Names of what is replaced when its content changes: the new one is made while the old one still has its name, so that the name must change too.
/// </summary>
internal static class ContentName
{
    private const int HashLength = 8;

    /// <summary>The construct's path alone.</summary>
    public static string OfPath(Construct scope, int maxLength) =>
        Names.UniqueResourceName(scope, new UniqueResourceNameOptions { MaxLength = maxLength, Separator = "-" });

    /// <summary>The construct's path, and eight digits that change with the content.</summary>
    public static string Of(Construct scope, int maxLength, string content)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return $"{OfPath(scope, maxLength - HashLength - 1)}-{hash[..HashLength]}";
    }
}
