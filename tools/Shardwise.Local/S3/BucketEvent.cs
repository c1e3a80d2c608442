using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>How a change of an object is told: as S3's own message, and as an event of EventBridge.</summary>
internal static class BucketEvent
{
    public static JsonObject Message(string bucket, S3Object item, string name, DateTimeOffset time, string region) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["eventVersion"] = "2.1",
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = region,
            ["eventTime"] = S3Requests.Iso(time),
            ["eventName"] = name,
            ["userIdentity"] = new JsonObject { ["principalId"] = "AWS:LOCAL" },
            ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "127.0.0.1" },
            ["responseElements"] = new JsonObject
            {
                ["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant(), ["x-amz-id-2"] = "local",
            },
            ["s3"] = new JsonObject
            {
                ["s3SchemaVersion"] = "1.0",
                ["configurationId"] = "local",
                ["bucket"] = new JsonObject
                {
                    ["name"] = bucket, ["ownerIdentity"] = new JsonObject { ["principalId"] = "LOCAL" }, ["arn"] = S3Permissions.Bucket(bucket),
                },
                ["object"] = Object(
                    item, name, WebUtility.UrlEncode(item.Key).Replace("%2F", "/", StringComparison.Ordinal), "eTag", "versionId", time),
            },
        }),
    };

    public static JsonObject Event(string bucket, S3Object item, string name, DateTimeOffset time, string region, string account)
    {
        bool isCreated = name.StartsWith("ObjectCreated:", StringComparison.Ordinal);
        string kind = name.Split(':')[1];
        var detail = new JsonObject
        {
            ["version"] = "0",
            ["bucket"] = new JsonObject { ["name"] = bucket },
            ["object"] = Object(item, name, item.Key, "etag", "version-id", time),
            ["request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant(),
            ["requester"] = account,
            ["source-ip-address"] = "127.0.0.1",
            ["reason"] = !isCreated ? "DeleteObject" : kind == "CompleteMultipartUpload" ? kind : kind + "Object",
        };
        if (!isCreated)
        {
            detail["deletion-type"] = kind == "DeleteMarkerCreated" ? "Delete Marker Created" : "Permanently Deleted";
        }

        return new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = isCreated ? "Object Created" : "Object Deleted",
            ["source"] = "aws.s3",
            ["account"] = account,
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["region"] = region,
            ["resources"] = new JsonArray(S3Permissions.Bucket(bucket)),
            ["detail"] = detail,
        };
    }

    // Of what is deleted neither size nor ETag is told.
    private static JsonObject Object(S3Object item, string name, string key, string tag, string version, DateTimeOffset time)
    {
        var told = new JsonObject { ["key"] = key };
        if (name.StartsWith("ObjectCreated:", StringComparison.Ordinal))
        {
            told["size"] = item.Size;
            told[tag] = item.ETag.Trim('"');
        }

        if (item.VersionId != "null")
        {
            told[version] = item.VersionId;
        }

        told["sequencer"] = time.UtcTicks.ToString("X16", CultureInfo.InvariantCulture);
        return told;
    }
}
