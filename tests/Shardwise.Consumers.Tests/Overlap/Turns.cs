namespace Shardwise.Consumers.Tests.Overlap;

/// <summary>
/// Invocations on threads of their own of which one runs at a time: whenever the user's code is called, the next number says whose turn it is. So
/// each interleaving is a list of numbers, and comes again with it.
/// </summary>
internal sealed class Turns(IReadOnlyList<int> luck)
{
    private static readonly AsyncLocal<(Turns Of, int Number)?> Mine = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SemaphoreSlim> _running = [];
    private int _taken;

    /// <summary>Called by the user's code; without turns it only lets other threads run.</summary>
    public static void Pass()
    {
        if (Mine.Value is not var (turns, number))
        {
            Thread.Yield();
            return;
        }

        SemaphoreSlim wait;
        lock (turns._gate)
        {
            wait = turns._running[number];
            turns.Next();
        }

        wait.Wait();
    }

    public void Run(IReadOnlyList<Func<Task>> invocations)
    {
        var failures = new List<Exception>();
        var threads = invocations.Select((invocation, number) =>
        {
            var turn = new SemaphoreSlim(0);
            _running.Add(number, turn);
            return new Thread(() =>
            {
                turn.Wait();
                Mine.Value = (this, number);
                try
                {
                    invocation().GetAwaiter().GetResult();
                }
                catch (Exception exception)
                {
                    lock (_gate)
                    {
                        failures.Add(exception);
                    }
                }

                lock (_gate)
                {
                    _running.Remove(number);
                    Next();
                }
            });
        }).ToList();
        threads.ForEach(thread => thread.Start());
        lock (_gate)
        {
            Next();
        }

        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }

    private void Next()
    {
        if (_running.Count > 0)
        {
            _running.ElementAt(luck[_taken++ % luck.Count] % _running.Count).Value.Release();
        }
    }
}
