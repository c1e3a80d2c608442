using Amazon.Runtime;

namespace Shardwise.Cli.Aws;

/// <summary>What AWS itself said, for a line of ours.</summary>
internal static class AwsAnswer
{
    private const int MostCharacters = 500;

    // The SDK makes a sentence of its own where the answer had none, with all of the answer in it.
    private static readonly string[] NoMessages = ["Exception of type ", "Error unmarshalling ", "The service returned an error"];

    /// <summary>The error's code, and the service's own message where it gave one.</summary>
    public static string Of(AmazonServiceException exception)
    {
        var message = string.Join(' ', exception.Message.Split([.. " \t\r\n"], StringSplitOptions.RemoveEmptyEntries));
        if (message.Length == 0 || Array.Exists(NoMessages, start => message.StartsWith(start, StringComparison.Ordinal)))
            return exception.ErrorCode;
        var printable = string.Concat(message.Where(character => !char.IsControl(character)));
        return $"{exception.ErrorCode}: {(printable.Length <= MostCharacters ? printable : $"{printable[..MostCharacters]}...")}";
    }
}
