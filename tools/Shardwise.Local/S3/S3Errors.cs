namespace Shardwise.Local;

/// <summary>The refusals of S3.</summary>
internal static class S3Errors
{
    public static AwsError NoBucket() => new("NoSuchBucket", "The specified bucket does not exist", 404);

    public static AwsError NoKey() => new("NoSuchKey", "The specified key does not exist.", 404);

    public static AwsError NoVersion() => new("NoSuchVersion", "The specified version does not exist.", 404);

    public static AwsError NoUpload() =>
        new("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
            404);

    public static AwsError Precondition() => new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

    public static AwsError Digest(string what) => new("BadDigest", $"The {what} you specified did not match what we received.");

    public static AwsError Checksum(string algorithm) => new("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");

    public static AwsError Range() => new("InvalidRange", "The requested range is not satisfiable", 416);

    public static AwsError Argument(string message) => new("InvalidArgument", message);

    public static AwsError Xml() => new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}
