namespace Shardwise.Constructs.Delivery;

/// <summary>The engines whose changes a delivery stream reads.</summary>
public enum DatabaseEngine
{
    /// <summary>MySQL.</summary>
    MySql,

    /// <summary>PostgreSQL.</summary>
    PostgreSql,
}
