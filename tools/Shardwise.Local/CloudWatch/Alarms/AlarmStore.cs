using System.Collections.Concurrent;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>The alarms and their states; looks at them each minute once it is started.</summary>
/// <param name="metrics">What alarms look at.</param>
/// <param name="clock">Simulated time.</param>
/// <param name="path">The file that states are kept in; null keeps none beyond the process.</param>
internal sealed class AlarmStore(MetricStore metrics, TimeProvider clock, string? path = null) : IAsyncDisposable
{
    private readonly Dictionary<string, AlarmState> _kept = Load(path);
    private readonly ConcurrentDictionary<string, AlarmDefinition> _alarms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AlarmState> _states = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Lock _saving = new();
    private Task? _looking;
    private int _disposed;

    /// <summary>Raised after an alarm has changed its state: the alarm, the state before, the state now.</summary>
    public event Action<AlarmDefinition, AlarmState, AlarmState>? Changed;

    /// <summary>Raised before each look at the alarms: the place for metrics that nobody's call makes.</summary>
    public event Action? Looking;

    public IReadOnlyList<AlarmDefinition> All => [.. _alarms.Values.OrderBy(alarm => alarm.Name, StringComparer.Ordinal)];

    public AlarmDefinition? Find(string name) => _alarms.GetValueOrDefault(name);

    public AlarmState StateOf(string name) => _states.GetValueOrDefault(name)
        ?? new AlarmState(AlarmState.Insufficient, "Unchecked: Initial alarm creation", clock.GetUtcNow());

    /// <summary>Adds an alarm, or changes one of its name, which keeps its state.</summary>
    public void Put(AlarmDefinition alarm)
    {
        _alarms[alarm.Name] = alarm;
        _states.TryAdd(alarm.Name, _kept.GetValueOrDefault(alarm.Name)
            ?? new AlarmState(AlarmState.Insufficient, "Unchecked: Initial alarm creation", clock.GetUtcNow()));
        Start();
    }

    /// <summary>Begins to look each minute; an alarm that is put does so too.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _looking ??= _disposed == 0 ? LookAsync(_stopping.Token) : Task.CompletedTask;
        }
    }

    public void Delete(string name)
    {
        _alarms.TryRemove(name, out _);
        _states.TryRemove(name, out _);
    }

    /// <summary>Puts an alarm into a state, until the next look at it finds another.</summary>
    public void SetState(string name, string value, string reason)
    {
        var (before, now) = (StateOf(name), new AlarmState(value, reason, clock.GetUtcNow()));
        _states[name] = now;
        Save();
        if (before.Value != value && Find(name) is { } alarm)
        {
            Changed?.Invoke(alarm, before, now);
        }
    }

    /// <summary>Looks at every alarm once, composite ones last.</summary>
    public void Evaluate()
    {
        foreach (var alarm in All.OrderBy(alarm => alarm.Rule is not null))
        {
            if (Judge(alarm) is { } judged && judged.State != StateOf(alarm.Name).Value)
            {
                SetState(alarm.Name, judged.State, judged.Reason);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await (_looking ?? Task.CompletedTask).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private (string State, string Reason)? Judge(AlarmDefinition alarm)
    {
        if (alarm.Rule is { } rule)
        {
            bool holds = rule.Holds(name => StateOf(name).Value);
            return (holds ? AlarmState.Alarm : AlarmState.Ok,
                $"{alarm.Arn} transitioned to {(holds ? AlarmState.Alarm : AlarmState.Ok)}: {rule.Text}");
        }

        var period = alarm.Looked!.Period;
        var newest = MetricSeries.Floor(metrics.Newest.AddMinutes(1), period);
        var from = newest - (period * alarm.EvaluationPeriods);
        SortedDictionary<DateTimeOffset, double> series;
        try
        {
            series = new MetricQueries(metrics, alarm.Queries, from, newest).Series(alarm.Looked.Id);
        }
        catch (AwsError error)
        {
            return (AlarmState.Insufficient, $"Unchecked: {error.Message}");
        }

        return AlarmJudge.Judge(alarm, [.. Enumerable.Range(0, alarm.EvaluationPeriods).Select(index => from + (period * index))
            .Select(time => (time, series.TryGetValue(time, out double value) ? value : (double?)null))]);
    }

    private static Dictionary<string, AlarmState> Load(string? path)
    {
        try
        {
            return path is not null && File.Exists(path)
                ? JsonSerializer.Deserialize<Dictionary<string, AlarmState>>(File.ReadAllBytes(path)) ?? []
                : [];
        }
        catch (JsonException)
        {
            // Cut off by what ended the process; the alarms begin anew.
            return [];
        }
    }

    // Written beside its place and moved there, whole.
    private void Save()
    {
        if (path is null)
        {
            return;
        }

        lock (_saving)
        {
            try
            {
                File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes<IDictionary<string, AlarmState>>(_states));
                File.Move(path + ".next", path, overwrite: true);
            }
            catch (IOException)
            {
                // A full disk costs no more than the state; whoever stores records says that it is full.
            }
        }
    }

    // A little after each minute, when its metrics are there.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var now = clock.GetUtcNow();
                var next = MetricSeries.Floor(now, TimeSpan.FromMinutes(1)).AddMinutes(1);
                await Task.Delay(next - now, clock, cancellationToken).ConfigureAwait(false);
                Looking?.Invoke();
                Evaluate();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
