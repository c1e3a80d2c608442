using System.Reflection;

namespace Shardwise.LambdaHost;

/// <summary>Finds the method that a handler string names among a function's published files.</summary>
internal static class FunctionLoader
{
    public static MethodInfo FindMethod(string directory, string handler)
    {
        if (handler.Split("::") is not [{ Length: > 0 } assemblyName, { Length: > 0 } typeName, { Length: > 0 } methodName])
        {
            throw new HandlerException($"handler '{handler}': it is Assembly::Namespace.Type::Method");
        }

        string path = Path.GetFullPath(Path.Combine(directory, assemblyName + ".dll"));
        if (!File.Exists(path))
        {
            throw new HandlerException($"handler '{handler}': there is no assembly '{assemblyName}.dll' in '{directory}'");
        }

        var context = new FunctionLoadContext(path);
        var type = context.LoadFromAssemblyPath(path).GetType(typeName)
            ?? throw new HandlerException($"handler '{handler}': the assembly has no type '{typeName}'");
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Where(method => method.Name == methodName)
            .ToList();
        return methods switch
        {
            [var method] => method,
            [] => throw new HandlerException($"handler '{handler}': the type has no method '{methodName}'"),
            _ => throw new HandlerException(
                $"handler '{handler}': the type has {methods.Count} methods '{methodName}'; a handler has a name of its own"),
        };
    }
}
