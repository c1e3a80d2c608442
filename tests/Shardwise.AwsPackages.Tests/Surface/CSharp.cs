using System.Reflection;

namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>Types and members as C# writes them, without namespaces.</summary>
internal static class CSharp
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(double)] = "double",
        [typeof(byte)] = "byte",
        [typeof(object)] = "object",
        [typeof(void)] = "void",
    };

    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Name(value)}?";
        }

        if (type.HasElementType)
        {
            return type.IsArray ? $"{Name(type.GetElementType()!)}[]" : $"ref {Name(type.GetElementType()!)}";
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    /// <summary>What a type adds to its base that others can see: "Type Name" of properties, signatures of constructors and methods.</summary>
    public static IEnumerable<(string Signature, MemberInfo Member)> Members(Type type)
    {
        const BindingFlags declared =
            BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var member in type.GetMembers(declared))
        {
            var signature = member switch
            {
                PropertyInfo p when IsVisible(p.GetMethod!) => $"{Name(p.PropertyType)} {p.Name}",
                ConstructorInfo { IsStatic: false } c when IsVisible(c) && c.GetParameters().Length > 0 => $"ctor({Parameters(c)})",
                MethodInfo { IsSpecialName: false } m when IsVisible(m) => $"{Name(m.ReturnType)} {m.Name}{TypeParameters(m)}({Parameters(m)})",
                FieldInfo { IsLiteral: true, IsPublic: true } f when !type.IsEnum => $"{Name(f.FieldType)} {f.Name} = \"{f.GetRawConstantValue()}\"",
                _ => null,
            };
            if (signature is not null)
            {
                yield return (signature, member);
            }
        }
    }

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = !parameter.HasDefaultValue ? "" : parameter.ParameterType.IsValueType ? " = default" : " = null";
        return $"{prefix}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string TypeParameters(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
