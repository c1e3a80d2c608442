using System.Text.Json.Nodes;

namespace Shardwise.Fuzz.Targets;

/// <summary>Damage to a template that stays JSON: what a person's slip or another generator may write.</summary>
internal sealed class TemplateMutations(Random random)
{
    private const int MostSteps = 6;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e30", "\"\"", "\"x\"", "[]", "{}", "[null]", "{\"\":null}", "\"AWS::NoValue\"", "\"{{resolve:ssm:/x}}\"", "\"arn:aws:kinesis:us-east-1:000000000000:stream/x\"",
        "{\"Ref\":\"AWS::NoValue\"}", "{\"Ref\":\"AWS::Region\"}", "{\"Ref\":\"Nothing\"}", "{\"Ref\":7}", "{\"Fn::GetAtt\":[\"Nothing\",\"Arn\"]}", "{\"Fn::GetAtt\":\"A.Arn\"}", "{\"Fn::GetAtt\":[]}",
        "{\"Fn::Join\":[\"\",[\"a\",{\"Ref\":\"AWS::AccountId\"}]]}", "{\"Fn::Join\":[]}", "{\"Fn::Sub\":\"${AWS::Region}-${Nothing}\"}", "{\"Fn::Sub\":[\"${a}\",{\"a\":1}]}", "{\"Fn::Sub\":[]}",
        "{\"Fn::Select\":[9,[\"a\"]]}", "{\"Fn::Select\":[-1,[\"a\"]]}", "{\"Fn::Select\":[\"x\",[]]}", "{\"Fn::Split\":[\"\",\"a,b\"]}", "{\"Fn::Split\":[\",\"]}", "{\"Fn::If\":[\"Nothing\",1,2]}", "{\"Fn::If\":[]}",
        "{\"Fn::FindInMap\":[\"a\",\"b\",\"c\"]}", "{\"Fn::ImportValue\":\"x\"}", "{\"Fn::Equals\":[1]}", "{\"Fn::Base64\":\"?\"}", "{\"Fn::Cidr\":[\"10.0.0.0/8\",6,8]}", "{\"Fn::Unknown\":1}",
        "{\"Fn::Join\":[\",\",{\"Fn::Split\":[\",\",{\"Fn::Join\":[\",\",[1,2]]}]}]}",
    ];

    /// <summary>Damages a template in place.</summary>
    public void Apply(JsonObject template)
    {
        for (var steps = 1 + random.Next(MostSteps); steps > 0; steps--)
            Step(template);
    }

    private void Step(JsonObject template)
    {
        var places = new List<JsonNode>();
        Collect(template["Resources"] is JsonObject resources && resources.Count > 0 && random.Next(5) > 0 ? resources : template, places);
        if (places.Count == 0)
            return;
        var place = places[random.Next(places.Count)];
        var replacement = random.Next(3) == 0 ? places[random.Next(places.Count)].DeepClone() : JsonNode.Parse(Values[random.Next(Values.Length)]);
        switch (place)
        {
            case JsonObject { Count: > 0 } members:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (random.Next(4) == 0)
                    members.Remove(name);
                else
                    members[name] = replacement;
                break;
            case JsonArray { Count: > 0 } items:
                items[random.Next(items.Count)] = replacement;
                break;
            case JsonArray items:
                items.Add(replacement);
                break;
            default:
                break;
        }
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>().Where(child => child is JsonObject or JsonArray))
            Collect(child, places);
    }
}
