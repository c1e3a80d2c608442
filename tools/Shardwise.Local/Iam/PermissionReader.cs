using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local.Iam;

/// <summary>Reads the permissions of the stacks that run.</summary>
internal static class PermissionReader
{
    /// <param name="plan">The stacks.</param>
    /// <param name="say">Hears of what cannot be resolved here, and so is not judged.</param>
    public static IamTemplate Read(PipelinePlan plan, Action<string> say) => IamTemplate.Read([.. plan.Resources
        .Where(resource => Counts(resource.Type)).Select(resource => Read(resource, say)).OfType<IamResource>()]);

    private static bool Counts(string type) => type.StartsWith("AWS::IAM::", StringComparison.Ordinal)
        || type is "AWS::Lambda::Permission" or "AWS::Lambda::Function"
        || type.EndsWith("Policy", StringComparison.Ordinal) || type is "AWS::SQS::Queue";

    private static IamResource? Read(TemplateResource resource, Action<string> say)
    {
        try
        {
            // Queues and functions are only looked up by name.
            var properties = resource.Type is "AWS::SQS::Queue" or "AWS::Lambda::Function" ? [] : resource.Properties.All();
            return new IamResource(resource.Type, resource.LogicalId, resource.Name, HasArn(resource.Type) ? resource.Arn : "", properties);
        }
        catch (LocalPipelineException exception)
        {
            say($"permissions: {exception.Message}; what it may allow is allowed");
            return resource.Type == "AWS::IAM::Role" ? new IamResource(resource.Type, resource.LogicalId, resource.Name, resource.Arn,
                Unread(resource))
                : resource.Type is "AWS::IAM::Policy" or "AWS::IAM::RolePolicy" or "AWS::IAM::ManagedPolicy" ? Attached(resource)
                : null;
        }
    }

    private static bool HasArn(string type) => type is "AWS::IAM::Role" or "AWS::IAM::ManagedPolicy" or "AWS::SQS::Queue" or "AWS::Lambda::Function";

    // A policy that nobody can read: the judge allows what it may allow.
    private static JsonObject Unread(TemplateResource resource) => new() { ["ManagedPolicyArns"] = new JsonArray(resource.ToString()) };

    // Whom an unreadable policy is attached to can mostly be read; its document allows all.
    private static IamResource Attached(TemplateResource resource) => new(resource.Type, resource.LogicalId, resource.Name, "", new JsonObject
    {
        ["Roles"] = new JsonArray([.. resource.Properties.List("Roles").Select(role => role.DeepClone())]),
        ["PolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"""),
    });
}
