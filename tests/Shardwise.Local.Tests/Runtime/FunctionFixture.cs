using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shardwise.Local.Functions;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>The Runtime API alone, and real processes of the test functions, each started once and shared.</summary>
public sealed class FunctionFixture : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RuntimeApi _api = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<FunctionRuntime> _runtimes = new();
    private readonly WebApplication _server;
    private FunctionLauncher? _launcher;

    public FunctionFixture()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _api.Map(_server);
    }

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        string address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _launcher = new FunctionLauncher(BuiltFiles.LambdaHost, _directory.Path, new FunctionEnvironment(new Uri(address), "us-east-1", _directory.Path));
    }

    public async Task DisposeAsync()
    {
        foreach (var runtime in _runtimes)
        {
            await runtime.DisposeAsync();
        }

        await _server.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A function of files that are written for it.</summary>
    internal async Task<FunctionRuntime> WriteAsync(string runtime, string handler, string file, string code, Action<FunctionLogLine>? log = null, IReadOnlyList<string>? layers = null)
    {
        string name = $"f{Guid.NewGuid():n}"[..12];
        string folder = Directory.CreateDirectory(Path.Combine(_directory.Path, name)).FullName;
        File.WriteAllText(Path.Combine(folder, file), code);
        var function = Make(name, handler, null, log, runtime, folder, layers);
        await function.StartAsync(CancellationToken.None).WaitAsync(Patience);
        return function;
    }

    internal FunctionRuntime Make(
        string name, string handler, TimeSpan? timeout = null, Action<FunctionLogLine>? log = null, string language = "dotnet10", string? code = null,
        IReadOnlyList<string>? layers = null)
    {
        var definition = new FunctionDefinition
        {
            LogicalId = "Logical" + name,
            Name = name,
            Arn = TestAssembly.Account.Arn("lambda", $"function:{name}"),
            Handler = handler,
            CodePath = code ?? BuiltFiles.TestFunctions,
            Timeout = timeout ?? TimeSpan.FromSeconds(60),
            MemoryMegabytes = 256,
            Runtime = language,
            Layers = layers ?? [],
            Environment = new Dictionary<string, string> { ["SETTING"] = "from the template", ["AWS_ACCESS_KEY_ID"] = "ignored" },
        };
        var runtime = new FunctionRuntime(definition, _launcher!.For(definition), log ?? (_ => { }));
        _runtimes.Enqueue(runtime);
        _api.Add(runtime);
        return runtime;
    }

    internal async Task<FunctionRuntime> StartAsync(string handler, TimeSpan? timeout = null, Action<FunctionLogLine>? log = null)
    {
        var runtime = Make($"f{Guid.NewGuid():n}"[..12], "Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions." + handler, timeout, log);
        await runtime.StartAsync(CancellationToken.None).WaitAsync(Patience);
        return runtime;
    }

    internal static async Task<string> AnswerAsync(FunctionRuntime function, object? input)
    {
        var result = await function.InvokeAsync(JsonSerializer.SerializeToUtf8Bytes(input), CancellationToken.None).WaitAsync(Patience);
        return result.Succeeded ? Encoding.UTF8.GetString(result.Payload.Span) : result.Error!;
    }
}
