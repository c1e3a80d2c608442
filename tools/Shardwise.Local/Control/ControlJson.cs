using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Local.Control;

/// <summary>How the control API writes JSON: members in camel case, texts as they are.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
