namespace Shardwise.Constructs.Delivery;

/// <summary>Where Coralogix takes what Firehose delivers, by the account's region.</summary>
/// <remarks>Source: the table of regions and endpoints in the README of Coralogix's own Terraform module for Firehose.</remarks>
public sealed record CoralogixEndpoint
{
    private CoralogixEndpoint(string host) => Url = $"https://{host}/aws/firehose";

    /// <summary>EU1, Ireland.</summary>
    public static CoralogixEndpoint Eu1 { get; } = new("ingress.coralogix.com");

    /// <summary>EU2, Stockholm.</summary>
    public static CoralogixEndpoint Eu2 { get; } = new("ingress.eu2.coralogix.com");

    /// <summary>AP1, Mumbai.</summary>
    public static CoralogixEndpoint Ap1 { get; } = new("ingress.app.coralogix.in");

    /// <summary>AP2, Singapore.</summary>
    public static CoralogixEndpoint Ap2 { get; } = new("ingress.coralogixsg.com");

    /// <summary>AP3, Jakarta.</summary>
    public static CoralogixEndpoint Ap3 { get; } = new("ingress.ap3.coralogix.com");

    /// <summary>US1, Ohio.</summary>
    public static CoralogixEndpoint Us1 { get; } = new("ingress.coralogix.us");

    /// <summary>US2, Oregon.</summary>
    public static CoralogixEndpoint Us2 { get; } = new("ingress.cx498.coralogix.com");

    /// <summary>The address.</summary>
    public string Url { get; }
}
