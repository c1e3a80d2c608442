using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>The sections of a template, each looked over once, so that whoever reads them finds objects where CloudFormation wants objects.</summary>
internal static class TemplateSections
{
    // What of a resource is read by name.
    private static readonly string[] ResourceMembers = ["Properties", "Metadata"];

    /// <summary>The resources: there must be such a section.</summary>
    /// <exception cref="LocalPipelineException">It is none.</exception>
    public static JsonObject Resources(JsonObject document, string stackName) => document["Resources"] is null
        ? throw new LocalPipelineException($"template of stack '{stackName}': it has no Resources")
        : Read(document, stackName, "Resources", ResourceMembers);

    /// <summary>The mappings: objects of objects.</summary>
    /// <exception cref="LocalPipelineException">They are none.</exception>
    public static JsonObject Mappings(JsonObject document, string stackName)
    {
        var mappings = Read(document, stackName, "Mappings");
        foreach (var (name, mapping) in mappings)
        {
            foreach (var (key, _) in mapping!.AsObject())
            {
                CheckMember(mapping.AsObject(), key, $"template of stack '{stackName}': Mappings.{name}");
            }
        }

        return mappings;
    }

    /// <summary>The outputs, those among them that are exported too.</summary>
    /// <exception cref="LocalPipelineException">They are none.</exception>
    public static JsonObject Outputs(JsonObject document, string stackName) => Read(document, stackName, "Outputs", ["Export"]);

    /// <summary>A section: an object of objects, empty where there is none.</summary>
    /// <param name="document">The template.</param>
    /// <param name="stackName">What messages call it by.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="objects">What of each of its members is an object too, where it is there.</param>
    /// <exception cref="LocalPipelineException">It is none.</exception>
    public static JsonObject Read(JsonObject document, string stackName, string section, string[]? objects = null)
    {
        string where = $"template of stack '{stackName}'";
        if (document[section] is null)
        {
            return [];
        }

        CheckMember(document, section, where);
        var members = document[section]!.AsObject();
        foreach (var (name, member) in members)
        {
            CheckMember(members, name, $"{where}: {section}");
            foreach (string inner in objects ?? [])
            {
                if (member![inner] is not null)
                {
                    CheckMember(member.AsObject(), inner, $"{where}: {section}.{name}");
                }
            }
        }

        return members;
    }

    private static void CheckMember(JsonObject parent, string name, string where)
    {
        if (parent[name] is not JsonObject)
        {
            throw new LocalPipelineException($"{where}: {name} is {Say(parent[name])}; a JSON object is needed");
        }
    }

    private static string Say(JsonNode? node) => node?.ToJsonString() switch
    {
        null => "null",
        { Length: > 40 } text => $"{text[..40]}…",
        var text => text,
    };
}
