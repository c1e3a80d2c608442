using System.Text.Json.Nodes;

namespace Shardwise.Local.Iam;

/// <summary>The permissions of a template: what each role may, and what each resource's own policy says.</summary>
internal sealed record IamTemplate
{
    /// <summary>By the role's ARN.</summary>
    public required IReadOnlyDictionary<string, CallerPolicies> Roles { get; init; }

    /// <summary>By the resource's ARN.</summary>
    public required IReadOnlyDictionary<string, PolicyDocument> OfResources { get; init; }

    public static IamTemplate Read(IReadOnlyCollection<IamResource> resources)
    {
        var attached = (
            from policy in resources
            where policy.Type is "AWS::IAM::Policy" or "AWS::IAM::RolePolicy" or "AWS::IAM::ManagedPolicy"
            from role in RolesOf(policy)
            select (Role: role, Document: PolicyDocument.Read(policy.Properties["PolicyDocument"])))
            .ToLookup(pair => pair.Role, pair => pair.Document, StringComparer.Ordinal);
        var byArn = resources.Where(resource => resource.Type == "AWS::IAM::ManagedPolicy").ToDictionary(
            policy => policy.Arn, policy => PolicyDocument.Read(policy.Properties["PolicyDocument"]), StringComparer.Ordinal);
        return new IamTemplate
        {
            Roles = resources.Where(resource => resource.Type == "AWS::IAM::Role")
                .ToDictionary(role => role.Arn, role => Role(role, attached[role.Name], byArn), StringComparer.Ordinal),
            OfResources = ResourcePolicies.Read(resources),
        };
    }

    private static CallerPolicies Role(IamResource role, IEnumerable<PolicyDocument> attached, IReadOnlyDictionary<string, PolicyDocument> managed)
    {
        var documents = attached.ToList();
        documents.AddRange(Items(role.Properties["Policies"]).Select(policy => PolicyDocument.Read(policy?["PolicyDocument"])));
        var notRead = new List<string>();
        foreach (string arn in Items(role.Properties["ManagedPolicyArns"]).Select(Text).OfType<string>())
        {
            if (Find(arn, managed) is { } document)
            {
                documents.Add(document);
            }
            else
            {
                notRead.Add(arn);
            }
        }

        string? boundary = Text(role.Properties["PermissionsBoundary"]);
        var limit = boundary is null ? null : Find(boundary, managed);
        if (boundary is not null && limit is null)
        {
            notRead.Add(boundary);
        }

        return new CallerPolicies(documents, limit)
        {
            NotRead = notRead,
            Tags = Items(role.Properties["Tags"]).Where(tag => Text(tag?["Key"]) is not null)
                .GroupBy(tag => Text(tag!["Key"])!).ToDictionary(group => group.Key, group => Text(group.Last()!["Value"]) ?? "",
                    StringComparer.Ordinal),
        };
    }

    private static PolicyDocument? Find(string arn, IReadOnlyDictionary<string, PolicyDocument> managed) =>
        managed.GetValueOrDefault(arn) ?? ManagedPolicies.Find(arn);

    private static IEnumerable<string> RolesOf(IamResource policy) =>
        Items(policy.Properties["Roles"]).Append(policy.Properties["RoleName"]).Select(Text).OfType<string>();

    internal static IEnumerable<JsonNode?> Items(JsonNode? node) => node as JsonArray ?? [];

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
