using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local.DynamoDb;

/// <summary>The DynamoDB tables of the template.</summary>
internal sealed class TablePart : IPipelinePart
{
    // What CreateTable takes of a table's properties.
    private static readonly string[] Taken = ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes",
        "BillingMode", "ProvisionedThroughput"];

    private readonly List<(TemplateResource Resource, JsonObject Request)> _tables = [];
    private string? _package;
    private Dynalite? _server;
    private DynamoDbEndpoint? _endpoint;

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        var resources = plan.Resources.Where(resource => resource.Type is "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable").ToList();
        if (resources.Count == 0)
        {
            return [];
        }

        _package = Dynalite.Find();
        string? reason = !Dynalite.HasNode() ? "it needs Node, which is not on the path"
            : _package is null ? "it needs npm's dynalite, which is in no node_modules of this folder or one above: npm install --save-dev dynalite"
            : null;
        if (reason is not null)
        {
            return [.. resources.Select(resource => new ResourceNote(resource, ResourceHandling.NotRun, reason))];
        }

        _tables.AddRange(resources.Select(resource => (resource, Request(resource))));
        return [];
    }

    /// <inheritdoc/>
    public async Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        if (_tables.Count == 0)
        {
            return;
        }

        _server = await Dynalite.StartAsync(_package!, Path.Combine(Path.GetFullPath(context.Services.Options.DataDirectory), "dynamodb"),
            cancellationToken);
        _endpoint = new DynamoDbEndpoint(_server.Endpoint, table => context.Account.Arn("dynamodb", $"table/{table}"));
        foreach (var (resource, request) in _tables)
        {
            await CreateAsync(resource, request, cancellationToken);
        }

        context.Services.Router.Add(_endpoint.ToRow());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _endpoint?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static JsonObject Request(TemplateResource resource)
    {
        var properties = resource.Properties.All();
        var request = new JsonObject { ["TableName"] = resource.Name };
        foreach (string name in Taken.Where(properties.ContainsKey))
        {
            request[name] = Plain(properties[name]);
        }

        // A global table has its capacity elsewhere; here it has none that would limit it.
        if (resource.Type == "AWS::DynamoDB::GlobalTable" || !request.ContainsKey("ProvisionedThroughput"))
        {
            request["BillingMode"] = "PAY_PER_REQUEST";
            request.Remove("ProvisionedThroughput");
        }

        return request;
    }

    // Templates write numbers as texts, and indexes with settings that the call has not.
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(member => member.Key is not ("ContributorInsightsSpecification" or "OnDemandThroughput" or "WarmThroughput"
                or "WriteProvisionedThroughputSettings" or "ReadOnDemandThroughputSettings" or "WriteOnDemandThroughputSettings"))
            .Select(member => KeyValuePair.Create(member.Key, member.Key is "ReadCapacityUnits" or "WriteCapacityUnits"
                && long.TryParse(member.Value?.ToString(), CultureInfo.InvariantCulture, out long units)
                ? units
                : Plain(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Plain)]),
        _ => node?.DeepClone(),
    };

    private async Task CreateAsync(TemplateResource resource, JsonObject request, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await _endpoint!.CallAsync("CreateTable", Encoding.UTF8.GetBytes(request.ToJsonString()), cancellationToken);
            string answer = Encoding.UTF8.GetString(body);
            if (status != HttpStatusCode.OK && !answer.Contains("ResourceInUseException", StringComparison.Ordinal))
            {
                throw new LocalPipelineException($"template: {resource.Label} ({resource.Type}): DynamoDB refuses it: {Message(answer)}");
            }
        }
        catch (AwsError error)
        {
            throw new LocalPipelineException($"template: {resource.Label} ({resource.Type}): {error.Message}", error);
        }
    }

    private static string Message(string answer)
    {
        try
        {
            var body = JsonNode.Parse(answer);
            return (body?["message"] ?? body?["Message"])?.ToString() ?? answer;
        }
        catch (System.Text.Json.JsonException)
        {
            return answer;
        }
    }
}
