using System.Runtime.InteropServices;
using Shardwise.Cli;

using var stop = new CancellationTokenSource();
var interrupted = ExitCode.Interrupted;
void Stop(PosixSignalContext signal)
{
    // The first signal lets everything end in order; a second one ends the process at once.
    if (!stop.IsCancellationRequested)
    {
        signal.Cancel = true;
        interrupted = signal.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted;
        stop.Cancel();
    }
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var exitCode = await CommandLine.RunAsync(args, Console.Error, stop.Token, RedirectedOutput.Open());
return exitCode == ExitCode.Interrupted ? interrupted : exitCode;
