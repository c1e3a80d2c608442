using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.AwsPackages.Tests.Lambda;

/// <summary>Payloads in the shape in which Lambda delivers them, and what a function answers.</summary>
internal static class RecordedEvent
{
    public static T Read<T>(string name, ILambdaSerializer? serializer = null)
    {
        using var json = typeof(RecordedEvent).Assembly.GetManifestResourceStream($"Shardwise.AwsPackages.Tests.TestData.{name}.json")!;
        return (serializer ?? new DefaultLambdaJsonSerializer()).Deserialize<T>(json);
    }

    public static T Parse<T>(string json, ILambdaSerializer? serializer = null) =>
        (serializer ?? new DefaultLambdaJsonSerializer()).Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    public static string Write<T>(T response, ILambdaSerializer? serializer = null)
    {
        using var json = new MemoryStream();
        (serializer ?? new DefaultLambdaJsonSerializer()).Serialize(response, json);
        return Encoding.UTF8.GetString(json.ToArray());
    }
}
