using Amazon.CDK;
using Amazon.CDK.AWS.KMS;

namespace Shardwise.Constructs.Access;

/// <summary>How a policy names a key: by its ARN, or by its alias where nothing else is known of it.</summary>
internal sealed record NamedKey(string? Arn, string? Alias)
{
    private const string AliasPart = ":alias/";

    public static NamedKey Of(IKey key)
    {
        // What comes back out of the CDK, such as a stream's key, is a key and no more in C#, whatever it is there.
        if (key is not IAlias alias)
            return key.KeyArn is var arn && arn.IndexOf(AliasPart, StringComparison.Ordinal) is >= 0 and var at
                ? new NamedKey(null, arn[(at + 1)..])
                : new NamedKey(arn, null);
        try
        {
            // A policy's resource is the key: the ARN of an alias matches nothing there.
            return new NamedKey(alias.AliasTargetKey.KeyArn, null);
        }
        catch (Exception unknown) when (unknown.Message.Contains("aliasTargetKey", StringComparison.Ordinal))
        {
            return new NamedKey(null, alias.AliasName);
        }
    }

    /// <summary>The resource of a statement on the key: all keys of this account where a condition must tell it by its alias.</summary>
    public string Resource(string region) => Arn ?? $"arn:{Aws.PARTITION}:kms:{region}:{Aws.ACCOUNT_ID}:key/*";

    /// <summary>The condition that keeps a statement to the key, used through one service of one region.</summary>
    public Dictionary<string, IDictionary<string, object>> Through(string service, string region) => new(ByAlias())
    {
        ["StringEquals"] = new Dictionary<string, object> { ["kms:ViaService"] = $"{service}.{region}.{Aws.URL_SUFFIX}" },
    };

    /// <summary>The condition that keeps a statement to the key; none where its resource is the key.</summary>
    public Dictionary<string, IDictionary<string, object>> ByAlias()
    {
        var condition = new Dictionary<string, IDictionary<string, object>>();
        if (Alias is not null)
            condition["ForAnyValue:StringEquals"] = new Dictionary<string, object> { ["kms:ResourceAliases"] = Alias };
        return condition;
    }
}
