using System.Text.Json;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Names stay as they are, unless another policy is given.</summary>
public class AwsNamingPolicy(JsonNamingPolicy fallbackNamingPolicy) : JsonNamingPolicy
{
    public AwsNamingPolicy() : this(null)
    {
    }

    public override string ConvertName(string name) => fallbackNamingPolicy?.ConvertName(name) ?? name;
}
