using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Amazon.Lambda.Serialization.SystemTextJson;

[RequiresUnreferencedCode("Finds the members of a type by reflection; a trimmed function uses SourceGeneratorLambdaJsonSerializer.")]
public class CamelCaseLambdaJsonSerializer() : DefaultLambdaJsonSerializer(CamelCase)
{
    private static void CamelCase(JsonSerializerOptions options) =>
        options.PropertyNamingPolicy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase);
}
