using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Shardwise.PublicApi.Tests;

/// <summary>The public surface of an assembly, a line a member: what others compile against.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(Lines).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        var name = Name(type);
        var bases = new[] { type.BaseType }.Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.GetInterfaces().Where(each => each.IsPublic || each.IsNestedPublic)).Select(each => Name(each!)).Order(StringComparer.Ordinal).ToList();
        yield return $"{Kind(type)} {name}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}";
        if (type.IsEnum)
        {
            foreach (var value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"{name}.{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute), false) || member is PropertyInfo))
            if (Line(name, member) is { } line)
                yield return line;
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string? Line(string type, MemberInfo member) => member switch
    {
        FieldInfo field when Seen(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly, field.DeclaringType!) =>
            $"{type}.{field.Name} -> {Constness(field)}{Name(field.FieldType, Nullability.Create(field))}",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors => $"{type}.{property.Name}{Index(property)} {{ {accessors} }} -> {Modifiers(property.GetMethod ?? property.SetMethod!)}{Name(property.PropertyType, Nullability.Create(property))}",
        ConstructorInfo constructor when !constructor.IsStatic && Seen(constructor) => $"{type}.{type[(type.LastIndexOf('.') + 1)..]}({Parameters(constructor)})",
        MethodInfo method when Seen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.Name.Contains('<', StringComparison.Ordinal) =>
            $"{type}.{method.Name}{Generics(method)}({Parameters(method)}) -> {Modifiers(method)}{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property)
    {
        var accessors = new List<string>();
        if (property.GetMethod is { } get && Seen(get))
            accessors.Add("get;");
        if (property.SetMethod is { } set && Seen(set))
            accessors.Add(set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? "init;" : "set;");
        if (accessors.Count > 0 && property.IsDefined(typeof(RequiredMemberAttribute), false))
            accessors.Insert(0, "required");
        return string.Join(" ", accessors);
    }

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(parameter => Name(parameter.ParameterType)))}]" : "";

    private static bool Seen(MethodBase method) => Seen(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly, method.DeclaringType!);

    private static bool Seen(bool isPublic, bool isProtected, Type declaring) => isPublic || (isProtected && !declaring.IsSealed);

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? "" : method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static string Constness(FieldInfo field) =>
        field.IsLiteral ? $"const {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)} " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "")}{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Default(parameter.DefaultValue)}" : "")));

    private static string Default(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Name(Type type, NullabilityInfo nullability)
    {
        var mark = !type.IsValueType && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable) ? "?" : "";
        return type.IsArray && nullability.ElementType is { } element
            ? $"{Name(type.GetElementType()!, element)}[]{mark}"
            : type.IsGenericType && Nullable.GetUnderlyingType(type) is null && nullability.GenericTypeArguments.Length == type.GetGenericArguments().Length
                ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select((argument, index) => Name(argument, nullability.GenericTypeArguments[index])))}>{mark}"
                : Name(type) + mark;
    }

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        return type.IsGenericType ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : Bare(type);
    }

    private static string Bare(Type type)
    {
        var full = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;
        return string.Join('.', full.Split('+', '.').Select(part => part.Split('`')[0]));
    }
}
