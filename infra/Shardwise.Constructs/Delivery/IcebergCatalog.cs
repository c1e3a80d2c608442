using Amazon.CDK;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The Glue catalog that Iceberg tables stand in: an account's own, or the one that a bucket of S3 Tables has in it.</summary>
internal sealed class IcebergCatalog(string arn)
{
    private const string S3Tables = ":catalog/s3tablescatalog/";

    private readonly string[] parts = arn.Split(S3Tables);

    /// <summary>Whether the tables are in a bucket of S3 Tables, which holds their data as well.</summary>
    public bool IsOfS3Tables => parts.Length == 2;

    public static void Check(PropsCheck check, string property, string arn) =>
        check.Text(
            property, arn,
            text => text.Length <= FirehoseLimits.MaxCatalogArnLength
                && text.Split(':') is ["arn", _, "glue", { Length: > 0 }, { Length: > 0 }, var catalog]
                && (catalog == "catalog" || catalog.Split('/') is ["catalog", "s3tablescatalog", { Length: > 0 }]),
            "arn:PARTITION:glue:REGION:ACCOUNT:catalog, or with /s3tablescatalog/BUCKET at its end for S3 Tables");

    /// <summary>Lets the role find the tables and change what Glue knows of them.</summary>
    public void Allow(DeliveryBinding binding, IReadOnlyList<IcebergTable> tables, string[] actions)
    {
        var root = Root();
        var resources = tables.SelectMany(Names).Distinct().Select(name => $"{root}:{name}");
        string[] catalogs = IsOfS3Tables ? [$"{root}:catalog", $"{root}:catalog/s3tablescatalog", arn] : [$"{root}:catalog"];
        binding.Allow([.. catalogs, .. resources], actions);
        if (!IsOfS3Tables)
            return;
        // "Grant Firehose access to Amazon S3 Tables" in the developer guide: Lake Formation hands out the way to the data, table by table as it was
        // granted.
        binding.Allow(["*"], "lakeformation:GetDataAccess");
        binding.Justify("Lake Formation's only permission on data knows no resource; what it gives is granted there.");
    }

    // Glue names what is in a bucket of S3 Tables with the catalog's own name before it, or without.
    private IEnumerable<string> Names(IcebergTable table)
    {
        yield return $"database/{table.Database}";
        yield return $"table/{table.Database}/{table.Table}";
        if (!IsOfS3Tables)
            yield break;
        yield return $"database/s3tablescatalog/{parts[1]}/{table.Database}";
        yield return $"table/s3tablescatalog/{parts[1]}/{table.Database}/{table.Table}";
    }

    // arn:PARTITION:glue:REGION:ACCOUNT
    private string Root() => IsOfS3Tables ? parts[0]
        : arn.EndsWith(":catalog", StringComparison.Ordinal) ? arn[..^":catalog".Length]
        : Fn.Select(0, Fn.Split(":catalog", arn));
}
