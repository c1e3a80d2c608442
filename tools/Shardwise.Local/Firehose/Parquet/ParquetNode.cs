using Parquet.Schema;

namespace Shardwise.Local.Firehose;

/// <summary>A part of the schema, and the columns below it: takes values apart into columns with their levels.</summary>
internal sealed class ParquetNode
{
    private readonly ParquetColumn? _column;
    private readonly List<ParquetNode> _children = [];

    private ParquetNode(Field field, ParquetColumn? column)
    {
        Field = field;
        _column = column;
    }

    /// <summary>What the schema says of it.</summary>
    public Field Field { get; }

    /// <summary>The columns below it, in the schema's order.</summary>
    public IEnumerable<ParquetColumn> Columns => _column is null ? _children.SelectMany(child => child.Columns) : [_column];

    public static ParquetNode Of(string name, HiveType type)
    {
        switch (type.Kind)
        {
            case "struct":
                var members = type.Members.Select(member => Of(member.Name, member.Type)).ToList();
                return Above(new StructField(name, [.. members.Select(member => member.Field)]), members);
            case "array":
                var element = Of("element", type.Element!);
                return Above(new ListField(name, element.Field), [element]);
            case "map":
                var key = new ParquetNode(new DataField("key", typeof(string), false), new TypedParquetColumn<ReadOnlyMemory<char>>());
                var value = Of("value", type.Element!);
                return Above(new MapField(name, key.Field, value.Field), [key, value]);
            default:
                var (field, column) = Leaf(name, type);
                return new ParquetNode(field, column);
        }
    }

    /// <summary>Adds a value, or its absence.</summary>
    /// <param name="value">As <see cref="JsonCells"/> reads it.</param>
    /// <param name="definition">How far down there is something.</param>
    /// <param name="repetition">Which list it goes on with; 0: none, a new row.</param>
    /// <param name="depth">How many lists it is in.</param>
    public void Add(object? value, int definition, int repetition, int depth)
    {
        if (value is null)
        {
            AddNull(definition, repetition);
            return;
        }

        switch (value)
        {
            case object?[] members:
                for (int i = 0; i < members.Length; i++)
                {
                    _children[i].Add(members[i], definition + 1, repetition, depth);
                }

                break;
            case List<object?> items:
                AddAll(items, definition, repetition, depth, (item, at) => _children[0].Add(item, definition + 2, at, depth + 1));
                break;
            case List<KeyValuePair<string, object?>> entries:
                AddAll(entries, definition, repetition, depth, (entry, at) =>
                {
                    // A key is always there: it adds no level of its own.
                    _children[0]._column!.Add(entry.Key.AsMemory(), definition + 2, at);
                    _children[1].Add(entry.Value, definition + 2, at, depth + 1);
                });
                break;
            default:
                _column!.Add(value, definition + 1, repetition);
                break;
        }
    }

    private void AddAll<T>(List<T> items, int definition, int repetition, int depth, Action<T, int> add)
    {
        if (items.Count == 0)
        {
            AddNull(definition + 1, repetition);
        }

        for (int i = 0; i < items.Count; i++)
        {
            add(items[i], i == 0 ? repetition : depth + 1);
        }
    }

    private void AddNull(int definition, int repetition)
    {
        foreach (var column in Columns)
        {
            column.AddNull(definition, repetition);
        }
    }

    private static ParquetNode Above(Field field, List<ParquetNode> children)
    {
        var node = new ParquetNode(field, null);
        node._children.AddRange(children);
        return node;
    }

    private static (Field Field, ParquetColumn Column) Leaf(string name, HiveType type) => type.Kind switch
    {
        "boolean" => (new DataField(name, typeof(bool), true), new TypedParquetColumn<bool>()),
        "tinyint" => (new DataField(name, typeof(sbyte), true), new TypedParquetColumn<sbyte>()),
        "smallint" => (new DataField(name, typeof(short), true), new TypedParquetColumn<short>()),
        "int" => (new DataField(name, typeof(int), true), new TypedParquetColumn<int>()),
        "bigint" => (new DataField(name, typeof(long), true), new TypedParquetColumn<long>()),
        "float" => (new DataField(name, typeof(float), true), new TypedParquetColumn<float>()),
        "double" => (new DataField(name, typeof(double), true), new TypedParquetColumn<double>()),
        "decimal" => (new DecimalDataField(name, type.Precision, type.Scale, isNullable: true), new TypedParquetColumn<decimal>()),
        "date" => (new DateTimeDataField(name, DateTimeFormat.Date, isNullable: true), new TypedParquetColumn<DateTime>()),
        // As Hive's writer does: twelve bytes (INT96).
        "timestamp" => (new DateTimeDataField(name, DateTimeFormat.Impala, isNullable: true), new TypedParquetColumn<DateTime>()),
        "binary" => (new DataField(name, typeof(byte[]), true), new TypedParquetColumn<ReadOnlyMemory<byte>>()),
        _ => (new DataField(name, typeof(string), true), new TypedParquetColumn<ReadOnlyMemory<char>>()),
    };
}
