namespace Shardwise.LocalKinesis.Operations;

/// <summary>
/// A request whose members have the types of the model: strings, <c>long</c> for numbers, <c>bool</c>, epoch milliseconds for times, bytes, lists,
/// maps, and
/// inputs for structures. What was absent or null is not in it.
/// </summary>
internal sealed class Input
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set
        {
            if (value is not null)
            {
                _values[name] = value;
            }
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => this[name] as string;

    public long? Number(string name) => this[name] as long?;

    public bool? Flag(string name) => this[name] as bool?;

    public long? Milliseconds(string name) => this[name] as long?;

    public ReadOnlyMemory<byte> Blob(string name) => this[name] is ReadOnlyMemory<byte> bytes ? bytes : default;

    public List<object?> List(string name) => this[name] as List<object?> ?? [];

    public Dictionary<string, string> Map(string name) => this[name] as Dictionary<string, string> ?? [];

    public Input? Structure(string name) => this[name] as Input;
}
