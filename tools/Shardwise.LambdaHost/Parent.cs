using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shardwise.LambdaHost;

/// <summary>Ties this process to the one that started it.</summary>
internal static class Parent
{
    private static PosixSignalRegistration? s_interrupt;

    /// <summary>The parent holds our standard input open while it lives, and never writes to it: its end is the parent's.</summary>
    public static void EndWithIt()
    {
        // Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
        s_interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        var input = Console.OpenStandardInput();
        new Thread(() =>
        {
            Span<byte> nothing = stackalloc byte[64];
            while (input.Read(nothing) > 0)
            {
            }

            // A handler in an endless loop, or an exit handler of the user's, must not keep us.
            using var self = Process.GetCurrentProcess();
            self.Kill();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
    }
}
