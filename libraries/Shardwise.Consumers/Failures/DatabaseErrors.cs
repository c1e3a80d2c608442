using System.Data.Common;

namespace Shardwise.Consumers;

/// <summary>What databases answer when the data are at fault, and no other try of the same statement can succeed.</summary>
internal static class DatabaseErrors
{
    private static readonly string[] SqlServerExceptions = ["Microsoft.Data.SqlClient.SqlException", "System.Data.SqlClient.SqlException"];
    private static readonly string[] MySqlExceptions = ["MySqlConnector.MySqlException", "MySql.Data.MySqlClient.MySqlException"];

    /// <summary>
    /// SQL Server, which tells no SQLSTATE: constraints (515, 547, 550, 2601, 2627), conversions and overflows (220 to 248, 295, 8114, 8115, 8169),
    /// division by zero (8134), texts and rows too long (511, 2628, 8152), a parameter's value outside its type (8023), broken XML (9400 to 9499),
    /// broken JSON (13609).
    /// Source: https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors
    /// </summary>
    public static bool IsSqlServerData(Exception exception) => SqlServerExceptions.Any(name => ExceptionMembers.IsNamed(exception, name))
        && ExceptionMembers.Number(exception, "Number") is
            220 or 232 or 241 or 242 or 244 or 245 or 248 or 295 or 511 or 515 or 547 or 550 or 2601 or 2627 or 2628
            or 8023 or 8114 or 8115 or 8134 or 8152 or 8169 or (>= 9400 and <= 9499) or 13609;

    /// <summary>
    /// What MySQL answers with a SQLSTATE of another class: a packet too large (1153), a row too big (1118), no default (1364), truncation (1265),
    /// a wrong value for a type (1366, 1411, 1525), a check constraint (3819), JSON broken or of the wrong shape (3140 to 3158).
    /// Source: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
    /// </summary>
    public static bool IsMySqlData(Exception exception) => MySqlExceptions.Any(name => ExceptionMembers.IsNamed(exception, name))
        && ExceptionMembers.Number(exception, "Number") is
            1118 or 1153 or 1265 or 1364 or 1366 or 1411 or 1525 or 3819 or (>= 3140 and <= 3158);

    /// <summary>SQLite: a constraint (19), a value of the wrong type (20), one too big (18). Source: https://www.sqlite.org/rescode.html</summary>
    public static bool IsSqliteData(Exception exception) => ExceptionMembers.IsNamed(exception, "Microsoft.Data.Sqlite.SqliteException")
        && ExceptionMembers.Number(exception, "SqliteErrorCode") is 18 or 19 or 20;

    /// <summary>
    /// SQL Server's client says nothing but by its text that a connection of its pool was waited for in vain; a value that its bulk copy cannot
    /// convert is an <see cref="InvalidOperationException"/> too, and the data's fault.
    /// </summary>
    public static bool IsSqlServerPoolTimeout(Exception exception) =>
        exception is InvalidOperationException { InnerException: null, Source: "Microsoft.Data.SqlClient" or "System.Data.SqlClient" }
        && exception.Message.StartsWith("Timeout expired.", StringComparison.Ordinal);

    /// <summary>SQLSTATE classes 22, data exception, and 23, integrity constraint violation.</summary>
    public static bool HasDataState(Exception exception) =>
        exception is DbException { SqlState: { Length: 5 } state }
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));
}
