using System.Text.Json.Nodes;

namespace Shardwise.Local.TestFunctions;

/// <summary>A transform of a delivery stream: it does with a record what the record says.</summary>
public sealed class Transform
{
    public Stream Orders(Stream input)
    {
        var payload = JsonNode.Parse(input)!;
        var records = new JsonArray();
        foreach (var record in payload["records"]!.AsArray())
        {
            records.Add(Order(record!));
        }

        Console.WriteLine($"transformed {records.Count}");
        return new MemoryStream(System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["records"] = records }.ToJsonString()));
    }

    private static JsonObject Order(JsonNode record)
    {
        string data = record["data"]!.ToString();
        var order = JsonNode.Parse(Convert.FromBase64String(data))!.AsObject();
        string result = order["result"]?.ToString() ?? "Ok";
        order["order_id"] = order["id"]?.DeepClone();
        return new JsonObject
        {
            ["recordId"] = record["recordId"]!.ToString(),
            ["result"] = result,
            ["data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(order.ToJsonString())),
        };
    }
}
