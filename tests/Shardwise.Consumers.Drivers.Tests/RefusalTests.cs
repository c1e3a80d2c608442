using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Confluent.Kafka;
using Elastic.Clients.Elasticsearch;
using Flurl.Http;
using Grpc.Core;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;
using MySqlConnector;
using Npgsql;
using Refit;
using StackExchange.Redis;

namespace Shardwise.Consumers.Drivers.Tests;

/// <summary>What refuses a record for good sets that record aside; what is busy, or does not let the function in, stops the batch.</summary>
public class RefusalTests
{
    // https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml
    private static readonly int[] RefusedForGood = [400, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 422, 424, 426, 428, 431, 451];
    private static readonly int[] OfTheServer = [401, 403, 407, 408, 409, 421, 423, 425, 429, 500, 502, 503, 504];

    private static readonly Dictionary<string, Func<Uri, Task>> HttpClients = new()
    {
        ["HttpClient"] = async address => (await new HttpClient().GetAsync(address)).EnsureSuccessStatusCode(),
        ["Refit"] = address => RestService.For<IOrderApi>(address.ToString()).GetAsync(),
        ["Flurl"] = address => address.GetStringAsync(),
        ["Elasticsearch before version 8"] = address => new Elasticsearch.Net.ElasticLowLevelClient(
                new Elasticsearch.Net.ConnectionConfiguration(address).ThrowExceptions().MaximumRetries(0))
            .IndexAsync<Elasticsearch.Net.StringResponse>("orders", "{}"),
        ["Elasticsearch"] = address => new ElasticsearchClient(new ElasticsearchClientSettings(address).ThrowExceptions().MaximumRetries(0))
            .IndexAsync(new Order(), index => index.Index("orders")),
    };

    private static readonly Dictionary<string, (bool IsRecord, Func<Task> Call)> Answers = new()
    {
        ["SQL Server's bulk copy: a text too long"] = (true, () => throw new InvalidOperationException(
            "The given value of type String cannot be converted.", new InvalidOperationException("String or binary data would be truncated."))
        {
            Source = "Microsoft.Data.SqlClient",
        }),
        ["SQL Server: a key that is there (2627)"] = (true, () => throw SqlServer(2627)),
        ["SQL Server: a text too long (2628)"] = (true, () => throw SqlServer(2628)),
        ["SQL Server: a conversion (245), by EF Core"] = (true, () => throw new DbUpdateException("Save.", SqlServer(245))),
        ["SQL Server: a deadlock (1205)"] = (false, () => throw SqlServer(1205)),
        ["SQL Server: a login that failed (18456)"] = (false, () => throw SqlServer(18456)),
        ["SQL Server: no such table (208)"] = (false, () => throw SqlServer(208)),
        ["PostgreSQL: a key that is there (23505)"] = (true, () => throw new PostgresException("x", "ERROR", "ERROR", "23505")),
        ["PostgreSQL: no number (22P02), by EF Core"] =
            (true, () => throw new DbUpdateException("Save.", new PostgresException("x", "ERROR", "ERROR", "22P02"))),
        ["PostgreSQL: too many connections (53300)"] = (false, () => throw new PostgresException("x", "ERROR", "ERROR", "53300")),
        ["PostgreSQL: read-only (25006)"] = (false, () => throw new PostgresException("x", "ERROR", "ERROR", "25006")),
        ["PostgreSQL: not let in (28P01)"] = (false, () => throw new PostgresException("x", "ERROR", "ERROR", "28P01")),
        ["MySQL: a key that is there (1062)"] = (true, () => throw MySql(MySqlErrorCode.DuplicateKeyEntry, "23000")),
        ["MySQL: a text of another encoding (1366)"] = (true, () => throw MySql(MySqlErrorCode.TruncatedWrongValueForField, "HY000")),
        ["MySQL: a packet too large (1153)"] = (true, () => throw MySql(MySqlErrorCode.PacketTooLarge, "08S01")),
        ["MySQL: a lock not got (1205)"] = (false, () => throw MySql(MySqlErrorCode.LockWaitTimeout, "HY000")),
        ["MySQL: no such table (1146)"] = (false, () => throw MySql(MySqlErrorCode.NoSuchTable, "42S02")),
        ["SQLite: a key that is there"] = (true, () => SqliteAsync("INSERT INTO o VALUES (1)")),
        ["SQLite: no such table"] = (false, () => SqliteAsync("INSERT INTO p VALUES (1)")),
        ["SQLite by EF Core: a key that is there"] = (true, AddTwiceAsync),
        ["SQLite by EF Core: another writer was first"] = (true, UpdateNothingAsync),
        ["MongoDB: a key that is there"] = (true, () => throw Mongo(ServerErrorCategory.DuplicateKey, 11000)),
        ["MongoDB: a document that fails validation"] = (true, () => throw Mongo(ServerErrorCategory.Uncategorized, 121)),
        ["MongoDB: not the primary"] = (false, () => throw Mongo(ServerErrorCategory.Uncategorized, 10107)),
        ["gRPC: InvalidArgument"] = (true, () => throw new RpcException(new Status(StatusCode.InvalidArgument, "No."))),
        ["gRPC: a message too large to send"] = (
            true,
            () => throw new RpcException(new Status(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."))),
        ["gRPC: ResourceExhausted"] = (false, () => throw new RpcException(new Status(StatusCode.ResourceExhausted, "Quota."))),
        ["gRPC: PermissionDenied"] = (false, () => throw new RpcException(new Status(StatusCode.PermissionDenied, "No."))),
        ["Redis: another kind of value"] =
            (true, () => throw new RedisServerException(RedisErrorKind.WrongType, CommandFlags.None, "WRONGTYPE Operation against a key holding the wrong kind of value")),
        ["Redis: out of memory"] = (false, () => throw new RedisServerException(RedisErrorKind.OutOfMemory, CommandFlags.None, "OOM command not allowed when used memory > 'maxmemory'.")),
        ["Kafka: a message too large"] = (true, ProduceTooMuchAsync),
        ["the user's own parsing: the end of the bytes"] = (true, () => Task.FromResult(new BinaryReader(new MemoryStream([1])).ReadInt32())),
        ["the user's own parsing: a file that is not there"] = (true, () => File.ReadAllTextAsync(Path.Combine(Path.GetTempPath(), "no such file"))),
        ["a function that was deployed without one of its assemblies"] = (false, () => Task.FromResult(Assembly.Load("Orders.Rules, Version=1.0.0.0"))),
        ["Refit: an answer that cannot be read"] = (false, async () =>
        {
            await using var server = Loopback.Http(200);
            await RestService.For<IOrderApi>(server.Address.ToString()).GetNumberAsync();
        }
        ),
    };

    public static TheoryData<string, int> Statuses
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var client in HttpClients.Keys)
            {
                foreach (var status in RefusedForGood.Concat(OfTheServer))
                {
                    rows.Add(client, status);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task An_HTTP_status_tells_whose_fault_it_is_through_every_client(string client, int status)
    {
        // As Elasticsearch says it, whose client takes a 404 without an error for an answer as another.
        await using var server = Loopback.Http(status, $$$"""{"error":{"type":"refused","reason":"No."},"status":{{{status}}}}""");

        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(() => HttpClients[client](server.Address));

        Check(RefusedForGood.Contains(status), stoppedAt, setAside, done);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_answered_tells_whose_fault_it_is(string name)
    {
        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(Answers[name].Call);

        Check(Answers[name].IsRecord, stoppedAt, setAside, done);
    }

    [Theory]
    [InlineData("ConditionalCheckFailedException", true)]
    [InlineData("ValidationException", true)]
    [InlineData("ProvisionedThroughputExceededException", false)]
    [InlineData("ThrottlingException", false)]
    [InlineData("AccessDeniedException", false)]
    [InlineData("UnrecognizedClientException", false)]
    [InlineData("ResourceNotFoundException", false)]
    [InlineData("TransactionConflictException", false)]
    [InlineData("LimitExceededException", false)]
    public async Task A_code_of_DynamoDB_tells_whose_fault_it_is(string code, bool isRecord)
    {
        await using var server = Loopback.Http(400, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"x"}""");
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("a", "a"), Local<AmazonDynamoDBConfig>(server));

        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(() => client.PutItemAsync("orders", new() { ["id"] = new("1") }));

        Check(isRecord, stoppedAt, setAside, done);
    }

    [Theory]
    [InlineData("None, ConditionalCheckFailed", true)]
    [InlineData("ConditionalCheckFailed, TransactionConflict", false)]
    [InlineData("None, ThrottlingError", false)]
    public async Task A_cancelled_transaction_is_the_record_s_where_all_its_reasons_are(string reasons, bool isRecord)
    {
        await using var server = Loopback.Http(
            400,
            $$"""{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"Transaction cancelled, please refer cancellation reasons for specific reasons [{{reasons}}]"}""");
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("a", "a"), Local<AmazonDynamoDBConfig>(server));

        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(() => client.TransactWriteItemsAsync(new()
        {
            TransactItems = [new() { Put = new() { TableName = "orders", Item = new() { ["id"] = new("1") } } }],
        }));

        Check(isRecord, stoppedAt, setAside, done);
    }

    [Theory]
    [InlineData(400, "KeyTooLongError", true)]
    [InlineData(400, "EntityTooLarge", true)]
    [InlineData(404, "NoSuchKey", true)]
    [InlineData(404, "NoSuchBucket", false)]
    [InlineData(410, "GoneException", true)]
    [InlineData(413, "AnyCode", true)]
    [InlineData(404, "AnyCode", false)]
    [InlineData(400, "AnyCode", false)]
    [InlineData(403, "AccessDenied", false)]
    [InlineData(400, "ExpiredToken", false)]
    [InlineData(400, "RequestTimeout", false)]
    [InlineData(503, "SlowDown", false)]
    public async Task A_code_of_S3_tells_whose_fault_it_is(int status, string code, bool isRecord)
    {
        await using var server = Loopback.Http(status, $"<Error><Code>{code}</Code><Message>x</Message></Error>", "application/xml");
        using var client = new AmazonS3Client(new BasicAWSCredentials("a", "a"), Local<AmazonS3Config>(server));

        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(() => client.GetObjectAsync("bucket", "key"));

        Check(isRecord, stoppedAt, setAside, done);
    }

    private static void Check(bool isRecord, string? stoppedAt, List<string> setAside, List<string> done)
    {
        if (isRecord)
        {
            Assert.Null(stoppedAt);
            Assert.Single(setAside);
            Assert.Single(done);
        }
        else
        {
            Assert.Empty(setAside);
            Assert.Equal(OneRecord.Sequence, stoppedAt);
            Assert.Empty(done);
        }
    }

    // The driver makes its exceptions of the server's packets, and lets nobody else make one.
    private static SqlException SqlServer(int number)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var error = typeof(SqlError).GetConstructors(Any).Single(made => made.GetParameters() is { Length: 8 } parameters && parameters[6].ParameterType == typeof(int)
            && parameters[7].ParameterType == typeof(Exception)).Invoke([number, (byte)0, (byte)16, "server", "What the server says.", "", 1, null]);
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), Any, null, [], null)!;
        typeof(SqlErrorCollection).GetMethod("Add", Any)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Any, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, "16.0"])!;
    }

    private static MySqlException MySql(MySqlErrorCode code, string state) => (MySqlException)Activator.CreateInstance(
        typeof(MySqlException), BindingFlags.Instance | BindingFlags.NonPublic, null, [code, state, "What the server says."], null)!;

    private static MongoWriteException Mongo(ServerErrorCategory category, int code) => new(
        new ConnectionId(new ServerId(new ClusterId(), new System.Net.DnsEndPoint("127.0.0.1", 1))),
        (WriteError)Activator.CreateInstance(typeof(WriteError), BindingFlags.Instance | BindingFlags.NonPublic, null, [category, code, "x", null], null)!,
        null,
        null);

    private static async Task SqliteAsync(string statement)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        foreach (var text in new[] { "CREATE TABLE o (id INTEGER PRIMARY KEY)", "INSERT INTO o VALUES (1)", statement })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static Task AddTwiceAsync() => WithOrdersAsync(async options =>
    {
        foreach (var name in new[] { "first", "second" })
        {
            await using var orders = new Orders(options);
            orders.Add(new Order { Id = 1, Name = name });
            await orders.SaveChangesAsync();
        }
    });

    private static Task UpdateNothingAsync() => WithOrdersAsync(async options =>
    {
        await using var orders = new Orders(options);
        orders.Update(new Order { Id = 1, Name = "changed" });
        await orders.SaveChangesAsync();
    });

    private static async Task WithOrdersAsync(Func<DbContextOptions<Orders>, Task> work)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var options = new DbContextOptionsBuilder<Orders>().UseSqlite(connection).Options;
        await using (var orders = new Orders(options))
        {
            await orders.Database.EnsureCreatedAsync();
        }

        await work(options);
    }

    private static async Task ProduceTooMuchAsync()
    {
        var config = new ProducerConfig { BootstrapServers = $"127.0.0.1:{Loopback.ClosedPort}", MessageMaxBytes = 1000 };
        using var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("orders", new() { Key = "1", Value = new string('x', 5000) });
    }

    private static T Local<T>(Loopback server)
        where T : Amazon.Runtime.ClientConfig, new() => new() { ServiceURL = server.Address.ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 };
}
