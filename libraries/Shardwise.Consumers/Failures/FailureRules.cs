using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace Shardwise.Consumers;

/// <summary>
/// Whose a failure is. The rules are tried in order on the exception that was thrown; where none holds, on the one inside it, and so on inwards.
/// An aggregate of several is a dependency's where one of them is. The table of docs/consumers.md is made of these rows.
/// </summary>
internal static class FailureRules
{
    private const string DotNet = ".NET 10";
    private const string SqlState = "https://www.postgresql.org/docs/current/errcodes-appendix.html";
    private const string Refused = " with a status that refuses for good";

    public static readonly FailureRule[] All =
    [
        new("`RejectedRecordException`", FailureCause.Record, "Shardwise.Consumers", e => e is RejectedRecordException),
        new("`DependencyUnavailableException`", FailureCause.Dependency, "Shardwise.Consumers", e => e is DependencyUnavailableException),
        new(
            "`TypeInitializationException`, `TypeLoadException`, `MissingMemberException`, `BadImageFormatException`, `FileLoadException`, "
            + "`PlatformNotSupportedException`, and `FileNotFoundException` of an assembly: the deployment is broken",
            FailureCause.Dependency,
            DotNet,
            IsBrokenDeployment),
        .. OfAws,
        new(
            $"`HttpRequestException` with status {HttpStatuses.InWords}: refused for good",
            FailureCause.Record,
            DotNet,
            e => e is HttpRequestException { StatusCode: { } status } && HttpStatuses.RefusesForGood((int)status)),
        new("`HttpRequestException` with any other status, or none", FailureCause.Dependency, DotNet, e => e is HttpRequestException),
        new(
            $"`WebException`{Refused}",
            FailureCause.Record,
            DotNet,
            e => e is WebException { Response: HttpWebResponse answer } && HttpStatuses.RefusesForGood((int)answer.StatusCode)),
        new("`WebException`", FailureCause.Dependency, DotNet, e => e is WebException),
        new(
            "`EndOfStreamException`, `FileNotFoundException`, `PathTooLongException`: what your code parses or looks for",
            FailureCause.Record,
            DotNet,
            e => e is EndOfStreamException or FileNotFoundException or PathTooLongException),
        new(
            "`IOException`, `SocketException`, `WebSocketException`, `AuthenticationException`, `UnauthorizedAccessException`",
            FailureCause.Dependency,
            DotNet,
            e => e is IOException or SocketException or WebSocketException or AuthenticationException or UnauthorizedAccessException),
        new(
            "`TimeoutException`, `OperationCanceledException`",
            FailureCause.Dependency,
            DotNet,
            e => e is TimeoutException or OperationCanceledException),
        .. OfDatabases,
        .. OfPackages,
    ];

    private static FailureRule[] OfAws =>
    [
        .. AwsErrors.RefusedForGood.Select(service => new FailureRule(
            $"`AmazonServiceException` of {service.Service}: {string.Join(", ", service.Codes.Select(code => $"`{code}`"))}",
            FailureCause.Record,
            service.Source,
            e => e is AmazonServiceException answer && AwsErrors.HasCode(answer, service.Codes))),
        new(
            "`TransactionCanceledException` of DynamoDB, where each reason is `ConditionalCheckFailed`, `ItemCollectionSizeLimitExceeded`, "
            + "`ValidationError` or `DuplicateItem`",
            FailureCause.Record,
            "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html",
            e => e is AmazonServiceException answer && AwsErrors.IsCancelledForGood(answer)),
        new(
            "`AmazonServiceException` with HTTP status 410, 412, 413, 414, 415, 416, 422 or 431",
            FailureCause.Record,
            "https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml",
            e => e is AmazonServiceException answer && AwsErrors.HasStatus(answer)),
        new(
            "`AmazonServiceException` with any other code: throttled, not let in, not there, failed",
            FailureCause.Dependency,
            "AWSSDK.Core",
            e => e is AmazonServiceException),
        new("`AmazonClientException`", FailureCause.Dependency, "AWSSDK.Core", e => e is AmazonClientException),
    ];

    private static FailureRule[] OfDatabases =>
    [
        new("`DbException` with `IsTransient`", FailureCause.Dependency, DotNet, e => e is DbException { IsTransient: true }),
        new("`DbException` with a SQLSTATE of class 22 or 23: the data, a constraint", FailureCause.Record, SqlState, DatabaseErrors.HasDataState),
        FailureRule.Named(
            "Microsoft.Data.SqlClient 7.1.1",
            "Microsoft.Data.SqlClient.SqlException",
            " (or `System.Data.SqlClient.SqlException`) of a constraint, a conversion, a value too long",
            FailureCause.Record) with { IsMet = DatabaseErrors.IsSqlServerData },
        FailureRule.Named(
            "MySqlConnector 2.6.2",
            "MySqlConnector.MySqlException",
            " (or `MySql.Data.MySqlClient.MySqlException`) of a value that does not fit, a check constraint, a packet too large",
            FailureCause.Record) with { IsMet = DatabaseErrors.IsMySqlData },
        FailureRule.Named(
            "Microsoft.Data.Sqlite.Core 10.0.15",
            "Microsoft.Data.Sqlite.SqliteException",
            " of a constraint, a wrong type, a value too big",
            FailureCause.Record,
            DatabaseErrors.IsSqliteData),
        new("`DbException` of any other kind", FailureCause.Dependency, DotNet, e => e is DbException),
        new(
            "`InvalidOperationException` of Microsoft.Data.SqlClient (or System.Data.SqlClient): no connection of its pool got free in time",
            FailureCause.Dependency,
            "Microsoft.Data.SqlClient 7.1.1",
            DatabaseErrors.IsSqlServerPoolTimeout),
        FailureRule.Named(
            "Microsoft.EntityFrameworkCore 10.0.15",
            "Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException",
            ": another writer was there first, also at the last attempt",
            FailureCause.Record),
    ];

    private static FailureRule[] OfPackages =>
    [
        FailureRule.Named(
            "StackExchange.Redis 3.4.35",
            "StackExchange.Redis.RedisServerException",
            " that begins with `WRONGTYPE` or `ERR value is not`",
            FailureCause.Record,
            e => e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal) || e.Message.StartsWith("ERR value is not", StringComparison.Ordinal)),
        FailureRule.Named("StackExchange.Redis 3.4.35", "StackExchange.Redis.RedisException", "", FailureCause.Dependency),
        FailureRule.Named(
            "Grpc.Core.Api 2.85.0",
            "Grpc.Core.RpcException",
            " with `InvalidArgument`, `NotFound`, `AlreadyExists`, `OutOfRange`, or a message too large to send",
            FailureCause.Record,
            IsRefusedCall),
        FailureRule.Named("Grpc.Core.Api 2.85.0", "Grpc.Core.RpcException", " with any other status", FailureCause.Dependency),
        FailureRule.Named(
            "MongoDB.Driver 3.14.0",
            "MongoDB.Driver.MongoException",
            " of a duplicate key, a failed validation, a document that is not taken",
            FailureCause.Record,
            MongoErrors.IsData),
        FailureRule.Named("MongoDB.Driver 3.14.0", "MongoDB.Driver.MongoException", " of any other kind", FailureCause.Dependency),
        FailureRule.Named(
            "Polly.Core 8.9.1",
            "Polly.ExecutionRejectedException",
            " (an open circuit, a time-out, a limit)",
            FailureCause.Dependency),
        FailureRule.Named("Refit 16.4.0", "Refit.ApiException", Refused, FailureCause.Record, e => HasRefusal(e, "StatusCode")),
        FailureRule.Named("Refit 16.4.0", "Refit.ApiExceptionBase", "", FailureCause.Dependency),
        FailureRule.Named("Refit 16.4.0", "Refit.ApiException", ", also of versions before 16", FailureCause.Dependency),
        FailureRule.Named("Flurl.Http 4.0.2", "Flurl.Http.FlurlHttpException", Refused, FailureCause.Record, e => HasRefusal(e, "StatusCode")),
        FailureRule.Named("Flurl.Http 4.0.2", "Flurl.Http.FlurlHttpException", "", FailureCause.Dependency),
        FailureRule.Named(
            "Elastic.Transport 1.1.0",
            "Elastic.Transport.TransportException",
            Refused,
            FailureCause.Record,
            e => HasRefusal(e, "ApiCallDetails.HttpStatusCode")),
        FailureRule.Named("Elastic.Transport 1.1.0", "Elastic.Transport.TransportException", "", FailureCause.Dependency),
        FailureRule.Named(
            "Elasticsearch.Net 7.17.5",
            "Elasticsearch.Net.ElasticsearchClientException",
            $" (or `OpenSearch.Net.OpenSearchClientException`){Refused}",
            FailureCause.Record) with { IsMet = e => IsOldElastic(e) && HasRefusal(e, "Response.HttpStatusCode") },
        FailureRule.Named(
            "Elasticsearch.Net 7.17.5",
            "Elasticsearch.Net.ElasticsearchClientException",
            " (or `OpenSearch.Net.OpenSearchClientException`)",
            FailureCause.Dependency) with { IsMet = IsOldElastic },
        FailureRule.Named("RabbitMQ.Client 7.2.2", "RabbitMQ.Client.Exceptions.RabbitMQClientException", "", FailureCause.Dependency),
        FailureRule.Named(
            "Confluent.Kafka 2.16.0",
            "Confluent.Kafka.KafkaException",
            " with `MsgSizeTooLarge`, `InvalidMsgSize`, `InvalidMsg`, `InvalidRecord`, `RecordListTooLarge`, "
            + "or a key or value that is not serialized",
            FailureCause.Record,
            e => ExceptionMembers.Number(e, "Error.Code") is 2 or 4 or 10 or 18 or 87 or -161 or -162),
        FailureRule.Named("Confluent.Kafka 2.16.0", "Confluent.Kafka.KafkaException", " with any other code", FailureCause.Dependency),
        FailureRule.Named("Shardwise.Producer", "Shardwise.Producer.RecordNotAcceptedException", "", FailureCause.Dependency),
    ];

    public static FailureRule? Of(Exception exception) => All.FirstOrDefault(rule => rule.IsMet(exception));

    private static bool HasRefusal(Exception exception, string path) => HttpStatuses.RefusesForGood(ExceptionMembers.Number(exception, path));

    private static bool IsOldElastic(Exception exception) => ExceptionMembers.IsNamed(exception, "Elasticsearch.Net.ElasticsearchClientException")
        || ExceptionMembers.IsNamed(exception, "OpenSearch.Net.OpenSearchClientException");

    // The runtime names the assembly that it missed with its version; a file that a record names has none.
    private static bool IsBrokenDeployment(Exception exception) => exception is
        TypeInitializationException or TypeLoadException or MissingMemberException or BadImageFormatException or FileLoadException
            or PlatformNotSupportedException
        || (exception is FileNotFoundException { FileName: { } name } && name.Contains(", Version=", StringComparison.Ordinal));

    // https://grpc.io/docs/guides/status-codes/. The client itself answers ResourceExhausted, as a busy server does, to a message that is too large.
    private static bool IsRefusedCall(Exception exception) => ExceptionMembers.Number(exception, "StatusCode") switch
    {
        3 or 5 or 6 or 11 => true,
        8 => ExceptionMembers.Read(exception, "Status.Detail") is string detail
            && detail.StartsWith("Sending message exceeds the maximum", StringComparison.Ordinal),
        _ => false,
    };
}
