using System.Globalization;
using Shardwise.Local;

namespace Shardwise.Cli.Local;

/// <summary>What is said when a pipeline runs: what runs, what does not, and how programs find it.</summary>
internal static class StartReport
{
    public static IEnumerable<string> Lines(LocalPipeline pipeline, TimeSpan took, PipelineSettings settings)
    {
        string endpoint = pipeline.Services.Endpoint.GetLeftPart(UriPartial.Authority);
        yield return string.Create(CultureInfo.InvariantCulture, $"Running at {endpoint} after {took.TotalSeconds:0.0} s; Ctrl-C stops it");
        foreach (var stream in pipeline.Streams)
        {
            int shards = pipeline.Services.Kinesis.Find(stream.Name)?.OpenShards ?? 0;
            yield return string.Create(CultureInfo.InvariantCulture, $"  stream    {stream.Name}: {shards} open shard{(shards == 1 ? "" : "s")}");
        }

        foreach (var function in pipeline.Functions)
        {
            yield return $"  function  {LogicalId.Short(function.LogicalId)}: {function.Name}";
        }

        foreach (string mapping in pipeline.Mappings.Select(mapping => $"  mapping   {mapping.StreamName} -> {mapping.FunctionName}"))
        {
            yield return mapping;
        }

        foreach (var delivery in pipeline.DeliveryStreams)
        {
            yield return $"  delivery  {delivery.Name}";
        }

        foreach (string bucket in pipeline.Buckets.Values)
        {
            yield return $"  bucket    {bucket}";
        }

        string data = Path.GetFullPath(pipeline.Services.Options.DataDirectory);
        yield return $"  data      {data}{(settings.Data is null ? ", removed at the end (--data DIR keeps it)" : "")}";
        if (settings.Logs != "-")
        {
            yield return $"  logs      {settings.Logs}";
        }

        foreach (string notRun in pipeline.NotRun)
        {
            yield return $"Not as at AWS: {notRun}";
        }

        if (settings.Page)
        {
            yield return $"In a browser: {endpoint}/_shardwise/";
        }

        yield return "Programs find it with:";
        yield return $"  export AWS_ENDPOINT_URL={endpoint} AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x"
            + $" AWS_REGION={pipeline.Services.Options.Region} AWS_DEFAULT_REGION={pipeline.Services.Options.Region}";
    }
}
