using Amazon.CDK.AWS.IAM;

namespace Shardwise.Constructs.Delivery;

/// <summary>A delivery stream, made in this app or elsewhere.</summary>
public interface IFirehoseStream
{
    /// <summary>Its name.</summary>
    string StreamName { get; }

    /// <summary>Its ARN.</summary>
    string StreamArn { get; }

    /// <summary>Lets a principal put records to it, and nothing more.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    Grant GrantPut(IGrantable grantee);
}
