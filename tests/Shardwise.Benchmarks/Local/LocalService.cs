using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shardwise.Benchmarks.Local;

/// <summary>A local Kinesis in a process of its own, ours or another's, and what it takes of the machine.</summary>
internal sealed class LocalService : IDisposable
{
    private readonly Process _process;
    private readonly string? _preload;

    private LocalService(string name, ProcessStartInfo start, int port, string? preload = null)
    {
        (Name, Endpoint, _preload) = (name, new Uri($"http://127.0.0.1:{port}/"), preload);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var watch = Stopwatch.StartNew();
        _process = Process.Start(start)!;
        // Nobody reads what it says, and a full pipe would stop it.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilItAnswers();
        StartTime = watch.Elapsed;
        StartProcessorTime = _process.TotalProcessorTime;
    }

    public string Name { get; }

    public Uri Endpoint { get; }

    /// <summary>From its start to its first answer to an API call.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>The processor time that its start took, up to that answer: what other work on the machine disturbs least.</summary>
    public TimeSpan StartProcessorTime { get; }

    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <param name="commandLine">The command line's assembly, run by <c>dotnet</c>, or its executable.</param>
    public static LocalService Shardwise(string commandLine)
    {
        var port = FreePort();
        string[] arguments = ["local", "--port", port.ToString(CultureInfo.InvariantCulture), "--no-limits"];
        return new LocalService("Shardwise", commandLine.EndsWith(".dll", StringComparison.Ordinal)
            ? new ProcessStartInfo("dotnet", [commandLine, .. arguments]) : new ProcessStartInfo(commandLine, arguments), port);
    }

    /// <summary>What ASP.NET Core takes by itself: it answers with bytes made beforehand, and keeps nothing.</summary>
    public static LocalService Plain(string server)
    {
        var port = FreePort();
        return new LocalService("bare ASP.NET Core", new ProcessStartInfo("dotnet", [server, port.ToString(CultureInfo.InvariantCulture), "1024"]), port);
    }

    public static LocalService Kinesalite(string nodeModules)
    {
        var port = FreePort();
        var script = $"require({Quoted(Path.Combine(nodeModules, "kinesalite"))})({{createStreamMs:50,deleteStreamMs:50,shardLimit:1000}}).listen({port},'127.0.0.1')";
        return new LocalService("kinesalite", new ProcessStartInfo("node", ["-e", script]), port);
    }

    public static LocalService KinesisLocal(string nodeModules)
    {
        var (port, folder) = (FreePort(), Path.Combine(nodeModules, "kinesis-local"));
        // It listens on every interface and has no setting for that.
        var preload = Path.Combine(Path.GetTempPath(), $"shardwise-{Guid.NewGuid():N}.cjs");
        File.WriteAllText(preload,
            "const net=require('net'),listen=net.Server.prototype.listen;net.Server.prototype.listen=function(port,...rest){return listen.call(this,{port,host:'127.0.0.1'},rest.find((r)=>typeof r==='function'))};");
        var start = new ProcessStartInfo("node", ["--require", preload, Path.Combine(folder, "main.js")]);
        foreach (var (name, value) in ((string, string)[])[
            ("KINESIS_MOCK_PLAIN_PORT", port.ToString(CultureInfo.InvariantCulture)),
                ("KINESIS_MOCK_TLS_PORT", FreePort().ToString(CultureInfo.InvariantCulture)),
            ("KINESIS_MOCK_CERT_PATH", Path.Combine(folder, "server.json")), ("SHARD_LIMIT", "1000"), ("CREATE_STREAM_DURATION", "0s"),
                ("LOG_LEVEL", "ERROR"), ("ROOT_LOG_LEVEL", "ERROR")])
        {
            start.Environment[name] = value;
        }

        return new LocalService("kinesis-local", start, port, preload);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_preload is not null)
            File.Delete(_preload);
    }

    private static string Quoted(string path) => System.Text.Json.JsonSerializer.Serialize(path);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitUntilItAnswers()
    {
        using var client = new LocalClient(Endpoint);
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                client.CallAsync("ListStreams", "{}"u8.ToArray()).GetAwaiter().GetResult();
                return;
            }
            catch (HttpRequestException) when (patience.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
            {
                Thread.Sleep(5);
            }
        }
    }
}
