using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Shardwise.Constructs.Tests.Compatibility;

/// <summary>
/// What packages made by jsii offer in C#, read from the specification that each of them carries (<c>.jsii</c>) by the rules that jsii-pacmak
/// writes C# by: every type by its C# name, with its members as signatures.
/// </summary>
internal sealed class JsiiSpec
{
    private readonly Dictionary<string, JsonElement> assemblies = [];
    private readonly Dictionary<string, JsonElement> types = [];
    private readonly Dictionary<string, string> namespaces = [];
    private readonly Dictionary<string, (JsonElement Type, bool IsStruct)> byName = [];

    private JsiiSpec(IEnumerable<JsonElement> specifications)
    {
        foreach (var specification in specifications)
        {
            assemblies[Text(specification, "name")!] = specification;
            foreach (var type in specification.GetProperty("types").EnumerateObject())
                types[type.Name] = type.Value;
        }

        foreach (var type in types.Values)
        {
            byName[NameOf(type)] = (type, false);
            // A struct is two things in C#: the interface, and a class of its name to set the values of.
            if (Is(type, "datatype"))
                byName[NameOf(type, asClass: true)] = (type, true);
        }
    }

    /// <summary>Those within the assemblies that this process runs with: jsii packs the npm package into the assembly.</summary>
    public static JsiiSpec OfAssemblies(params Assembly[] assemblies) => new(assemblies.Select(assembly =>
    {
        var package = assembly.GetManifestResourceNames().Single(name => name.EndsWith(".tgz", StringComparison.Ordinal));
        using var unzipped = new GZipStream(assembly.GetManifestResourceStream(package)!, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry is not { DataStream: { } data, Name: "package/.jsii" or "package/.jsii.gz" })
                continue;
            using var content = new MemoryStream();
            data.CopyTo(content);
            files[Path.GetFileName(entry.Name)] = content.ToArray();
        }

        return Parse(name => files[name]);
    }));

    /// <summary>Those of packages in node_modules.</summary>
    public static JsiiSpec OfPackages(params string[] packages) => new(packages.Select(package =>
        Parse(name => File.ReadAllBytes(Path.Combine(CdkFixture.Root, "node_modules", package, name)))));

    public bool Knows(string type) => byName.ContainsKey(type);

    /// <summary>The signatures of a type's members of a name, its own and those it inherits.</summary>
    public IEnumerable<string> Signatures(string type, string member) =>
        byName.TryGetValue(type, out var found) ? Signatures(found.Type, member, found.IsStruct).Distinct() : [];

    /// <summary>Whether a type, or its member of a name, is deprecated: each synthesis that uses it says so.</summary>
    public bool IsDeprecated(string type, string member) =>
        byName.TryGetValue(type, out var found) && (IsDeprecated(found.Type) || Declared(found.Type, member).Any(IsDeprecated));

    /// <summary>The signatures of all members of an interface, its own and those it inherits.</summary>
    public IEnumerable<string> AllSignatures(string type) => AllSignatures(byName[type].Type).Distinct();

    /// <summary>The members of an enumeration in order, which are numbers in a compiled assembly; null for what is no enumeration.</summary>
    public string[]? Enumeration(string type) => byName.TryGetValue(type, out var found) && IsEnum(found.Type)
        ? [.. found.Type.GetProperty("members").EnumerateArray().Select(member => Text(member, "name")!)]
        : null;

    private IEnumerable<string> Signatures(JsonElement type, string member, bool isStruct)
    {
        if (member == ".ctor")
            return isStruct ? ["Void .ctor()"]
                : type.TryGetProperty("initializer", out var made) ? [$"Void .ctor({Parameters(made)})"]
                : [];

        var own = Accessors(type, isStruct).Concat(Methods(type)).Where(own => own.Name == member).Select(own => own.Signature);
        return own.Concat(Bases(type).SelectMany(name => Signatures(types[name], member, isStruct)));
    }

    private IEnumerable<JsonElement> Declared(JsonElement type, string member)
    {
        var own = member == ".ctor"
            ? type.TryGetProperty("initializer", out var made) ? [made] : (IEnumerable<JsonElement>)[]
            : List(type, "properties").Where(property => member is ['g' or 's', 'e', 't', '_', .. var name] && name == Pascal(Text(property, "name")!))
                .Concat(List(type, "methods").Where(method => Pascal(Text(method, "name")!) == member));
        return member == ".ctor" ? own : own.Concat(Bases(type).SelectMany(name => Declared(types[name], member)));
    }

    private static bool IsDeprecated(JsonElement declared) => declared.TryGetProperty("docs", out var docs) && docs.TryGetProperty("deprecated", out _);

    private IEnumerable<string> AllSignatures(JsonElement type) =>
        Accessors(type, isStruct: false).Concat(Methods(type)).Select(own => own.Signature)
            .Concat(Bases(type).SelectMany(name => AllSignatures(types[name])));

    private IEnumerable<(string Name, string Signature)> Accessors(JsonElement type, bool isStruct)
    {
        foreach (var property in List(type, "properties"))
        {
            var (name, of, isStatic) = (Pascal(Text(property, "name")!), Type(property), Static(property));
            yield return ($"get_{name}", $"{isStatic}{of} get_{name}()");
            if (isStruct || !Is(property, "immutable"))
                yield return ($"set_{name}", $"{isStatic}Void set_{name}({of})");
        }
    }

    private IEnumerable<(string Name, string Signature)> Methods(JsonElement type)
    {
        foreach (var method in List(type, "methods"))
        {
            var name = Pascal(Text(method, "name")!);
            var returned = method.TryGetProperty("returns", out var returns) ? Type(returns) : "Void";
            yield return (name, $"{Static(method)}{returned} {name}({Parameters(method)})");
        }
    }

    private string Parameters(JsonElement callable) =>
        string.Join(", ", List(callable, "parameters").Select(parameter => Is(parameter, "variadic") ? $"{Type(parameter)}[]" : Type(parameter)));

    // A number, a truth or an enumeration that may be left out is a Nullable.
    private string Type(JsonElement value)
    {
        var type = value.GetProperty("type");
        var name = TypeName(type);
        var isValue = name is "Double" or "Boolean" or "System.DateTime" || (Text(type, "fqn") is { } fqn && IsEnum(types[fqn]));
        return isValue && Is(value, "optional") ? $"System.Nullable<{name}>" : name;
    }

    private string TypeName(JsonElement type)
    {
        if (Text(type, "fqn") is { } fqn)
            return types.TryGetValue(fqn, out var named) ? NameOf(named) : fqn;
        if (type.TryGetProperty("collection", out var collection))
        {
            var element = TypeName(collection.GetProperty("elementtype"));
            return Text(collection, "kind") == "array" ? $"{element}[]" : $"System.Collections.Generic.IDictionary<String, {element}>";
        }

        return Text(type, "primitive") switch
        {
            "string" => "String",
            "number" => "Double",
            "boolean" => "Boolean",
            "date" => "System.DateTime",
            "json" => "Newtonsoft.Json.Linq.JObject",
            "any" => "Object",
            // An intersection makes the method generic, which is another signature whatever is in it.
            null => type.TryGetProperty("union", out _) ? "Object" : "an intersection",
            var unknown => throw new InvalidDataException($"'{unknown}' is no primitive type of jsii that is known here."),
        };
    }

    private string NameOf(JsonElement type, bool asClass = false)
    {
        var name = NameOfNamespace(Text(type, "assembly")!, Text(type, "namespace") ?? "");
        var own = Pascal(Text(type, "name")!);
        if (Is(type, "datatype") && !asClass)
            own = $"I{own}";
        else if (!IsEnum(type) && List(type, "properties").Concat(List(type, "methods")).Any(member => Pascal(Text(member, "name")!) == own))
            own = $"{own}_";
        return $"{name}.{own}";
    }

    // Thousands of types share one.
    private string NameOfNamespace(string assembly, string path)
    {
        var within = path.Length == 0 ? assembly : $"{assembly}.{path}";
        if (namespaces.TryGetValue(within, out var known))
            return known;

        var specification = assemblies[assembly];
        var cut = path.LastIndexOf('.');
        return namespaces[within] = path.Length == 0 ? Text(specification.GetProperty("targets").GetProperty("dotnet"), "namespace")!
            : types.TryGetValue(within, out var outer) ? NameOf(outer, asClass: true)
            : Submodule(specification, within) ?? $"{NameOfNamespace(assembly, path[..Math.Max(cut, 0)])}.{Pascal(path[(cut + 1)..])}";
    }

    private static string? Submodule(JsonElement assembly, string path) =>
        assembly.TryGetProperty("submodules", out var submodules) && submodules.TryGetProperty(path, out var submodule)
        && submodule.TryGetProperty("targets", out var targets) && targets.TryGetProperty("dotnet", out var dotnet)
            ? Text(dotnet, "namespace")
            : null;

    private IEnumerable<string> Bases(JsonElement type) =>
        (Text(type, "base") is { } parent ? (IEnumerable<string>)[parent] : []).Concat(List(type, "interfaces").Select(name => name.GetString()!))
            .Where(types.ContainsKey);

    private static JsonElement Parse(Func<string, byte[]> read)
    {
        var specification = JsonDocument.Parse(read(".jsii")).RootElement;
        if (Text(specification, "schema") != "jsii/file-redirect")
            return specification;
        using var unzipped = new GZipStream(new MemoryStream(read(Text(specification, "filename")!)), CompressionMode.Decompress);
        return JsonDocument.Parse(unzipped).RootElement;
    }

    private static IEnumerable<JsonElement> List(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static bool Is(JsonElement owner, string name) => owner.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static string Static(JsonElement member) => Is(member, "static") ? "static " : "";

    private static bool IsEnum(JsonElement type) => Text(type, "kind") == "enum";

    private static string Pascal(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
