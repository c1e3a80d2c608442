using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.KMS;

namespace Shardwise.Constructs.Delivery;

/// <summary>Producers, CloudWatch Logs or EventBridge write to the delivery stream itself, which encrypts what it holds.</summary>
public sealed record DirectPutSource : DeliverySource
{
    /// <summary>Your own key to encrypt with; a symmetric one.</summary>
    /// <value>The default is a key that AWS owns.</value>
    /// <remarks>Only this source encrypts in the delivery stream: for the others the Kinesis stream or the cluster does.</remarks>
    public IKey? EncryptionKey { get; init; }

    internal override string Type => "DirectPut";

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.DeliveryStreamEncryptionConfigurationInput = EncryptionKey is { } key
            ? new CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty { KeyType = "CUSTOMER_MANAGED_CMK", KeyArn = key.KeyArn }
            : new CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty { KeyType = "AWS_OWNED_CMK" };
}
