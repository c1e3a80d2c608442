using System.Security.Cryptography;
using System.Text;

namespace Shardwise.Local.Template;

/// <summary>
/// Names for resources that the template leaves unnamed: stack, logical id and a suffix, as CloudFormation makes them, but the same at every run.
/// </summary>
internal static class PhysicalNames
{
    private const int SuffixLength = 12;
    private const string SuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Make(string stack, string logicalId, string type) => type switch
    {
        "AWS::S3::Bucket" => Join(stack, logicalId, 63).ToLowerInvariant(),
        "AWS::Lambda::Function" or "AWS::Events::Rule" or "AWS::IAM::Role" or "AWS::Scheduler::Schedule" or "AWS::KinesisFirehose::DeliveryStream" =>
            Join(stack, logicalId, 64),
        "AWS::SQS::Queue" => Join(stack, logicalId, 80),
        _ => Join(stack, logicalId, 128),
    };

    private static string Join(string stack, string logicalId, int longest)
    {
        int room = longest - SuffixLength - 2;
        string logical = logicalId[..Math.Min(logicalId.Length, Math.Max(room / 2, room - stack.Length))];
        string head = stack[..Math.Min(stack.Length, room - logical.Length)];
        return $"{head}-{logical}-{Suffix($"{stack}/{logicalId}")}";
    }

    private static string Suffix(string seed)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        return string.Create(SuffixLength, hash, static (span, bytes) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = SuffixAlphabet[bytes[i] % SuffixAlphabet.Length];
            }
        });
    }
}
