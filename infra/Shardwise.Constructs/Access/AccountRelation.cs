namespace Shardwise.Constructs.Access;

/// <summary>How a principal's account stands to that of what it is granted.</summary>
internal enum AccountRelation
{
    /// <summary>One account; of two that are only known at deployment, the CDK takes the same for granted, and so do the constructs.</summary>
    Same,

    /// <summary>Two accounts.</summary>
    Other,

    /// <summary>One of the two is only known at deployment.</summary>
    Unknown,

    /// <summary>The principal is of no account: a service, an organization, anybody.</summary>
    None,
}
