using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;

namespace Shardwise.Standins;

/// <summary>AWS JSON: members named as their properties, unset ones left out, timestamps in epoch seconds, blobs in base64.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // CloudWatch writes a double that is no number as "NaN" or "Infinity".
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new EpochSecondsConverter(), new BlobConverter(), new ConstantConverterFactory() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutTransportProperties } },
    };

    // ResponseMetadata, ContentLength and HttpStatusCode tell of the HTTP exchange; they are not members of the model.
    private static void LeaveOutTransportProperties(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider is MemberInfo { DeclaringType: var owner } && owner == typeof(AmazonWebServiceResponse))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
