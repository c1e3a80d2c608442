using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Cli.Kpl;

[JsonSerializable(typeof(UserRecordLine))]
internal sealed partial class UserRecordLineJson : JsonSerializerContext
{
    // Base64 holds '+', which the default encoder would write as an escape that no base64 tool reads.
    public static UserRecordLineJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
