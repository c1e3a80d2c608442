using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Producers, CloudWatch Logs or EventBridge write to the delivery stream itself, which encrypts what it holds.</summary>
public sealed record DirectPutSource : DeliverySource
{
    /// <summary>Your own key to encrypt with; a symmetric one.</summary>
    /// <value>The default is a key that AWS owns.</value>
    /// <remarks>
    /// Only this source encrypts in the delivery stream: for the others the Kinesis stream or the cluster does. Whoever puts records must be able to
    /// use the key, and <see cref="FirehoseStream.GrantPut"/> lets them; whoever deploys needs <c>kms:CreateGrant</c> on it.
    /// </remarks>
    public IKey? EncryptionKey { get; init; }

    internal override string Type => "DirectPut";

    internal override void Check(PropsCheck check)
    {
        if (EncryptionKey is { } key && NamedKey.Of(key) is { Arn: null } named)
            check.Require(false, $"Source.{nameof(EncryptionKey)}", $"'{named.Alias}'", "a key by its ARN, since the service takes no alias");
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.DeliveryStreamEncryptionConfigurationInput = EncryptionKey is { } key
            ? new CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty
            {
                KeyType = "CUSTOMER_MANAGED_CMK",
                KeyArn = NamedKey.Of(key).Arn,
            }
            : new CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty { KeyType = "AWS_OWNED_CMK" };
}
