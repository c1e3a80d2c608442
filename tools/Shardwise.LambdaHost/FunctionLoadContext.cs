using System.Reflection;
using System.Runtime.Loader;
using Amazon.Lambda.Core;

namespace Shardwise.LambdaHost;

/// <summary>
/// Loads a function with its own dependencies; only Amazon.Lambda.Core is ours, so that its interfaces are the same types on both sides.
/// </summary>
internal sealed class FunctionLoadContext(string assemblyPath) : AssemblyLoadContext("function")
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(ILambdaContext).Assembly.GetName().Name)
        {
            return typeof(ILambdaContext).Assembly;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
