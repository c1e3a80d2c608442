namespace Shardwise.Scaling;

/// <summary>
/// Decides how many shards a stream should have. Up at once, before the newest visible minute fills the stream; down only after a
/// quiet while, with room kept, and only while the operations left pay for the way back up. Minimum and maximum hold always.
/// </summary>
/// <remarks>
/// Pure: equal observations give equal decisions. It asks for nothing that AWS would refuse, and reads no missing minute as zero load.
/// </remarks>
public sealed class ScalingPolicy : IScalingPolicy
{
    // CloudWatch shows a minute one to two minutes after its end. What is older than this says nothing about now,
    // and a way down wants fresher news than a way up.
    private static readonly TimeSpan NewsForUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan NewsForDown = TimeSpan.FromMinutes(5);

    // From a minute's end to more capacity: 2 minutes until it is seen, 3 for a small reshard. So far ahead a rise is followed
    // to see whether to go up, and twice as far to see how much to ask for.
    private const double MinutesUntilCapacity = 5;
    private const double MinutesAsked = 10;

    // A rise is followed no further than to half as much again: beyond that the next minutes know better than a line.
    private const double MostRise = 1.5;

    // Up starts above the aim, not at it: an operation is spent only once the room that the last one made is used.
    private const double UpTrigger = 1.15;
    private const double UpTriggerScarce = 1.30;

    // The least way up: a quarter, which is also the step that AWS advises.
    private const double LeastGrowth = 1.25;

    // Demand may rise by this after a way down and still meet the aim. Times UpTrigger it is a third: more than flat noise does.
    private const double RoomAfterDown = 1.15;

    // A way down must be worth its operation: a fifth of the shards, and half of them when operations are scarce.
    private const double LeastShrink = 0.8;
    private const double LeastShrinkScarce = 0.5;

    // How much lower an up aims when the day's operations are nearly spent: it may have to do for longer.
    private const double AimScarce = 0.7;

    /// <summary>Decides for one stream at one moment.</summary>
    /// <param name="observation">What is known.</param>
    /// <returns>The count to ask for, or none, with the reason.</returns>
    /// <exception cref="ArgumentException">The target is not valid; see <see cref="ScalingTarget.Validate"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream has fewer than 1 open shard.</exception>
    public Decision Decide(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        observation.Target.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(observation.OpenShards, 1);

        var state = new State(observation);
        var wish = OutOfBounds(state) ?? Up(state) ?? Down(state) ?? Hold(state);
        return state.Decided(wish);
    }

    private static Wish? OutOfBounds(State state)
    {
        if (state.Open < state.Floor)
            return new Wish(Math.Max(state.Floor, Up(state)?.Shards ?? 0), $"the minimum is {Wording.Count(state.Floor)}");
        if (state.Open > state.Ceiling)
            return new Wish(state.Ceiling, $"the maximum is {Wording.Count(state.Ceiling)}");
        return null;
    }

    private static Wish? Up(State state)
    {
        if (state.Newest is not { } newest)
            return null;

        var soon = newest.Demand + state.Rise * MinutesUntilCapacity;
        if (soon <= state.Open * state.UpTrigger)
            return null;

        var expected = Math.Max(state.Recent, Math.Min(newest.Demand + state.Rise * MinutesAsked, MostRise * newest.Demand));
        var needed = Math.Max(expected / state.UpAim, state.Open * LeastGrowth);
        // The fewer operations are left, the further an up goes towards the most shards that the last day needed.
        var shards = needed + state.Scarcity * Math.Max(0, state.DayPeak - needed);
        if (state.Open >= state.Ceiling)
            return new Wish(state.Open, $"more is needed, but the maximum is {Wording.Count(state.Ceiling)}; {state.Load}");
        return new Wish(state.Within(shards), state.Load);
    }

    private static Wish? Down(State state)
    {
        if (state.Newest is not { } newest || state.Observation.Now - newest.Minute.Start > NewsForDown || state.Open <= state.Floor)
            return null;
        if (state.QuietPeak() is not { } peak)
            return null;

        var expected = Math.Max(peak, newest.Demand + state.Rise * MinutesAsked);
        var shards = state.Within(expected * RoomAfterDown / state.Target.TargetUtilization);
        if (shards > state.Open * state.LeastShrink)
            return null;

        // One operation goes now and one stays spare: what the rest can double back to the day's peak bounds the way down.
        var wayBack = (int)Math.Ceiling(state.DayPeak / Math.Pow(state.Observation.Limits.GrowthFactor, Math.Max(0, state.Left - 2)));
        var kept = Math.Max(shards, Math.Min(wayBack, state.Open));
        if (kept > state.Open * state.LeastShrink)
            return new Wish(state.Open, $"{Wording.Count(shards)} would do, but the operations left are kept for the way back up; {state.Load}");
        return new Wish(kept, Wording.Quiet(peak, state.Open, state.Target.ScaleDownAfterMinutes, newest.Minute.Start));
    }

    private static Wish Hold(State state) => new(state.Open, state.Load);

    private sealed record Wish(int Shards, string Why);

    private sealed class State
    {
        public State(Observation observation)
        {
            Observation = observation;
            Ceiling = Math.Min(Target.MaxShards, Limits.MaxShards);
            Floor = Math.Min(Target.MinShards, Ceiling);
            Left = observation.OperationsLeft;
            Scarcity = 1 - (double)Left / Math.Max(1, Limits.OperationsPerWindow);
            Newest = observation.Minutes is [.., var minute] && observation.Now - minute.Start <= NewsForUp
                ? (minute, Demand.Of(minute, Open))
                : null;
            Rise = Newest is null ? 0 : Demand.Rise(observation.Minutes);
        }

        public Observation Observation { get; }
        public ScalingTarget Target => Observation.Target;
        private ReshardLimits Limits => Observation.Limits;
        public int Open => Observation.OpenShards;
        public int Floor { get; }
        public int Ceiling { get; }
        public int Left { get; }

        /// <summary>0 with all operations left, 1 with none.</summary>
        public double Scarcity { get; }
        public (TrafficMinute Minute, double Demand)? Newest { get; }
        public double Rise { get; }

        public double UpAim => Target.TargetUtilization * Between(1, AimScarce);
        public double LeastShrink => Between(ScalingPolicy.LeastShrink, LeastShrinkScarce);

        // Never nearer to full than a third of the room above the aim, whatever the aim.
        public double UpTrigger => Math.Min(
            Target.TargetUtilization * Between(ScalingPolicy.UpTrigger, UpTriggerScarce), 1 - (1 - Target.TargetUtilization) / 3);

        /// <summary>The largest demand of the last few visible minutes.</summary>
        public double Recent => Demand.NewestFirst(Observation.Minutes, Newest!.Value.Minute.Start - TimeSpan.FromMinutes(5))
            .Max(minute => Demand.Of(minute, Open));

        /// <summary>The most shards that the last day is known to have needed or had.</summary>
        public double DayPeak
        {
            get
            {
                var since = Observation.Now - Limits.Window;
                var needed = Demand.NewestFirst(Observation.Minutes, since).Select(minute => Demand.Of(minute, Open)).DefaultIfEmpty().Max() / Target.TargetUtilization;
                var had = Observation.Operations.Where(operation => operation.At > since)
                    .Select(operation => Math.Max(operation.FromShards, operation.ToShards)).DefaultIfEmpty().Max();
                return Math.Clamp(Math.Max(needed, had), Open, Math.Max(Open, Ceiling));
            }
        }

        public string Load => Newest is { } newest
            ? Wording.Load(newest.Minute, newest.Demand, Rise, Open)
            : Wording.NoLoad(Observation);

        public int Within(double shards) => (int)Math.Ceiling(Math.Clamp(shards, Floor, Ceiling));

        /// <summary>The largest demand of the quiet minutes; none when one is missing, throttled, or older than the last operation.</summary>
        public double? QuietPeak()
        {
            var count = Target.ScaleDownAfterMinutes;
            var start = Newest!.Value.Minute.Start - TimeSpan.FromMinutes(count);
            if (Observation.Operations is [.., var last] && last.At > Observation.Now - TimeSpan.FromMinutes(count))
                return null;

            var quiet = Demand.NewestFirst(Observation.Minutes, start).ToList();
            return quiet.Count == count && quiet.All(minute => !(minute.ThrottledRecords > 0)) ? quiet.Max(minute => Demand.Of(minute, Open)) : null;
        }

        public Decision Decided(Wish wish)
        {
            var target = Math.Clamp(wish.Shards, Limits.SmallestTarget(Open), Math.Max(Open, Limits.LargestTarget(Open)));
            var obstacle = target == Open ? null
                : Observation.ReshardInFlight ? $"{Wording.Count(wish.Shards)} would be right, but a reshard is under way"
                : Left == 0 ? Wording.NoneLeft(Observation, wish.Shards)
                : null;
            var why = target == wish.Shards || obstacle is not null ? wish.Why : $"{wish.Why}; {Wording.Step(Open, wish.Shards)}";
            return new Decision
            {
                OpenShards = Open,
                TargetShards = target == Open || obstacle is not null ? null : target,
                Reason = Wording.Sentence(Open, target, obstacle, why, Limits.OperationsPerWindow - Left, Limits.OperationsPerWindow),
                DemandShards = Newest?.Demand,
                OperationsLeft = Left,
            };
        }

        private double Between(double plenty, double scarce) => plenty + Scarcity * (scarce - plenty);
    }
}
