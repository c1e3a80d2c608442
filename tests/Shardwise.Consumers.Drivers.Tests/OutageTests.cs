using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Confluent.Kafka;
using Elastic.Clients.Elasticsearch;
using Flurl.Http;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using MongoDB.Bson;
using MongoDB.Driver;
using MySqlConnector;
using Npgsql;
using Polly;
using RabbitMQ.Client;
using Refit;
using StackExchange.Redis;

namespace Shardwise.Consumers.Drivers.Tests;

/// <summary>An outage is the dependency's, whatever its client makes of it: no good record is set aside, and none overtakes.</summary>
public class OutageTests
{
    private static readonly int Port = Loopback.ClosedPort;
    private static readonly string Closed = $"http://127.0.0.1:{Port}/";
    private static readonly string SqlServer =
        $"Server=127.0.0.1,{Port};Database=orders;User Id=a;Password=a;Encrypt=false;Connect Timeout=1;ConnectRetryCount=0";

    private static readonly string Postgres = $"Host=127.0.0.1;Port={Port};Username=a;Password=a;Timeout=1";

    private static readonly Dictionary<string, Func<Task>> Calls = new()
    {
        ["SQL Server"] = () => new SqlConnection(SqlServer).OpenAsync(),
        ["SQL Server's pool, none of it free in time"] = () => throw PoolTimeout(),
        ["SQL Server by EF Core"] = () => SaveAsync(new DbContextOptionsBuilder<Orders>().UseSqlServer(SqlServer)),
        ["SQL Server by EF Core that retries"] = () => SaveAsync(new DbContextOptionsBuilder<Orders>()
            .UseSqlServer(SqlServer, server => server.EnableRetryOnFailure(1, TimeSpan.FromMilliseconds(1), [0]))),
        ["PostgreSQL"] = () => new NpgsqlConnection(Postgres).OpenAsync(),
        ["PostgreSQL by EF Core"] = () => SaveAsync(new DbContextOptionsBuilder<Orders>().UseNpgsql(Postgres)),
        ["MySQL"] = () => new MySqlConnection($"Server=127.0.0.1;Port={Port};User ID=a;Password=a;Connection Timeout=1").OpenAsync(),
        ["Redis"] = () => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},connectTimeout=100,connectRetry=0"),
        ["Redis that connects later"] = RedisLaterAsync,
        ["gRPC"] = () => CallGrpc().ResponseAsync,
        ["MongoDB"] = () => new MongoClient($"mongodb://127.0.0.1:{Port}/?serverSelectionTimeoutMS=100&connectTimeoutMS=100")
            .GetDatabase("a").GetCollection<BsonDocument>("b").InsertOneAsync([]),
        ["RabbitMQ"] = () => new ConnectionFactory { HostName = "127.0.0.1", Port = Port }.CreateConnectionAsync(),
        ["Refit"] = () => RestService.For<IOrderApi>(Closed).GetAsync(),
        ["Flurl"] = () => Closed.GetStringAsync(),
        ["Flurl's time-out"] = async () =>
        {
            await using var server = Loopback.Silent();
            await server.Address.ToString().WithTimeout(TimeSpan.FromMilliseconds(50)).GetStringAsync();
        },
        ["HttpClient"] = () => new HttpClient().GetStringAsync(new Uri(Closed)),
        ["Elasticsearch"] = () => Index(new Uri(Closed)),
        ["Elasticsearch's client before version 8"] = () => IndexByOldAsync(new Uri(Closed)),
        ["Elasticsearch's client before version 8, answered 503"] = async () =>
        {
            await using var server = Loopback.Http(503);
            await IndexByOldAsync(server.Address);
        },
        ["Kafka"] = ProduceAsync,
        ["S3"] = () => new AmazonS3Client(new BasicAWSCredentials("a", "a"), Local<AmazonS3Config>()).GetObjectAsync("bucket", "key"),
        ["DynamoDB"] = () => new AmazonDynamoDBClient(new BasicAWSCredentials("a", "a"), Local<AmazonDynamoDBConfig>()).DescribeTableAsync("a"),
        ["an open circuit of Polly"] = OpenCircuitAsync,
        ["a time-out of Polly"] = () => Policy.TimeoutAsync(TimeSpan.FromMilliseconds(20))
            .ExecuteAsync(token => Task.Delay(Timeout.Infinite, token), CancellationToken.None),
        ["a bulkhead of Polly"] = FullBulkheadAsync,
        ["several calls at once, one of them down"] = () => Task.WhenAll(
            Task.FromException(new FormatException("Not a date.")), new HttpClient().GetStringAsync(new Uri(Closed))).WaitAsync(TimeSpan.FromSeconds(5))
            .ContinueWith(both => throw both.Exception!, TaskScheduler.Default),
        ["a failure wrapped three times"] = async () =>
        {
            var inside = await Record.ExceptionAsync(() => new SqlConnection(SqlServer).OpenAsync());
            throw new InvalidOperationException("Save.", new AggregateException(new InvalidOperationException("Unit of work.", inside)));
        },
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_outage_stops_the_batch_and_sets_nothing_aside(string name)
    {
        var (stoppedAt, setAside, done) = await OneRecord.ConsumeAsync(Calls[name]);

        Assert.Empty(setAside);
        Assert.Equal(OneRecord.Sequence, stoppedAt);
        Assert.Empty(done);
    }

    // What the package itself makes when none of its connections gets free in time: it has nothing inside. To see it thrown takes a server that hangs
    // while others connect, and a race.
    private static Exception PoolTimeout()
    {
        var made = (Exception)typeof(SqlConnection).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Single(method => method.Name == "PooledOpenTimeout" && method.GetParameters().Length == 0)
            .Invoke(null, null)!;
        Assert.IsType<InvalidOperationException>(made);
        made.Source = typeof(SqlConnection).Assembly.GetName().Name;
        return made;
    }

    private static async Task SaveAsync(DbContextOptionsBuilder<Orders> options)
    {
        await using var orders = new Orders(options.Options);
        orders.Add(new Order { Id = 1 });
        await orders.SaveChangesAsync();
    }

    private static async Task RedisLaterAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            $"127.0.0.1:{Port},connectTimeout=100,connectRetry=0,abortConnect=false,asyncTimeout=100,syncTimeout=100");
        await redis.GetDatabase().StringSetAsync("order", "1");
    }

    private static AsyncUnaryCall<string> CallGrpc() => GrpcChannel.ForAddress(Closed).CreateCallInvoker().AsyncUnaryCall(
        new Method<string, string>(MethodType.Unary, "orders", "put", Marshallers.StringMarshaller, Marshallers.StringMarshaller), null, default, "1");

    private static Task Index(Uri address) => new ElasticsearchClient(new ElasticsearchClientSettings(address).ThrowExceptions().MaximumRetries(0))
        .IndexAsync(new Order(), index => index.Index("orders"));

    private static Task IndexByOldAsync(Uri address) => new Elasticsearch.Net.ElasticLowLevelClient(
            new Elasticsearch.Net.ConnectionConfiguration(address).ThrowExceptions().MaximumRetries(0))
        .IndexAsync<Elasticsearch.Net.StringResponse>("orders", "{}");

    private static async Task ProduceAsync()
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = $"127.0.0.1:{Port}", MessageTimeoutMs = 100 })
            .SetLogHandler((_, _) => { })
            .Build();
        await producer.ProduceAsync("orders", new() { Key = "1", Value = "1" });
    }

    private static async Task OpenCircuitAsync()
    {
        // What opened it was a record's own fault: the next one is good all the same.
        var circuit = Policy.Handle<FormatException>().CircuitBreakerAsync(1, TimeSpan.FromMinutes(1));
        await Record.ExceptionAsync(() => circuit.ExecuteAsync(() => throw new FormatException("Not a date.")));
        await circuit.ExecuteAsync(() => Task.CompletedTask);
    }

    private static async Task FullBulkheadAsync()
    {
        var bulkhead = Policy.BulkheadAsync(1);
        var first = new TaskCompletionSource();
        var under = bulkhead.ExecuteAsync(() => first.Task);
        try
        {
            await bulkhead.ExecuteAsync(() => Task.CompletedTask);
        }
        finally
        {
            first.SetResult();
            await under;
        }
    }

    private static T Local<T>()
        where T : Amazon.Runtime.ClientConfig, new() => new() { ServiceURL = Closed, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 };
}
