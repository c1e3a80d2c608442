using System.Reflection;
using System.Runtime.CompilerServices;
using Amazon.Lambda.Core;

namespace Shardwise.LambdaHost;

/// <summary>
/// Makes one call of any handler's shape: no input, (input) or (input, context); a stream or an object in; nothing, a stream or an object out, at
/// once or as a task.
/// </summary>
internal static class HandlerBinding
{
    public static Func<Stream, ILambdaContext, Task<Stream>> Bind(MethodInfo method)
    {
        string name = $"{method.DeclaringType}.{method.Name}";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw new HandlerException($"handler method {name}: it is async void; return Task");
        }

        if (method.ContainsGenericParameters)
        {
            throw new HandlerException($"handler method {name}: it is generic, so nothing says what its input is");
        }

        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        bool takesContext = parameters.Length > 0 && parameters[^1] == typeof(ILambdaContext);
        var inputs = takesContext ? parameters[..^1] : parameters;
        if (inputs.Length > 1)
        {
            throw new HandlerException($"handler method {name}: it takes {parameters.Length} parameters; allowed are (), (input), (ILambdaContext) "
                + "and (input, ILambdaContext)");
        }

        var result = Result(method.ReturnType);
        var serializer = Serializer(method);
        if (serializer is null && (inputs.Any(IsObject) || IsObject(result)))
        {
            throw new HandlerException($"handler method {name}: there is no serializer; put [assembly: LambdaSerializer(typeof(...))] on its "
                + "assembly, or take and return Stream");
        }

        var read = inputs.Length == 0 ? null : Reader(inputs[0], serializer);
        var write = Writer(result, serializer);
        object? instance = method.IsStatic ? null : Create(method.DeclaringType!);
        return async (input, context) =>
        {
            object?[] arguments = [.. read is null ? [] : new[] { read(input) }, .. takesContext ? new object?[] { context } : []];
            object? returned = method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return write(await Awaited(returned, method.ReturnType));
        };
    }

    private static bool IsObject(Type type) => type != typeof(void) && !typeof(Stream).IsAssignableFrom(type);

    private static object Create(Type type)
    {
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new HandlerException($"handler type {type}: it cannot be made; it needs a public constructor without parameters");
        }

        return Activator.CreateInstance(type, BindingFlags.DoNotWrapExceptions | BindingFlags.Public | BindingFlags.Instance, null, null, null)!;
    }

    private static Type Result(Type declared) => declared switch
    {
        _ when declared == typeof(void) || declared == typeof(Task) || declared == typeof(ValueTask) => typeof(void),
        { IsGenericType: true } when declared.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>)) => declared.GetGenericArguments()[0],
        _ => declared,
    };

    private static async Task<object?> Awaited(object? returned, Type declared)
    {
        if (returned is ValueTask plain)
        {
            await plain;
            return null;
        }

        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            returned = declared.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null);
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return Result(declared) == typeof(void) ? null : task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task);
    }

    private static ILambdaSerializer? Serializer(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<LambdaSerializerAttribute>()
            ?? method.DeclaringType!.Assembly.GetCustomAttribute<LambdaSerializerAttribute>();
        return attribute is null ? null
            : Activator.CreateInstance(attribute.SerializerType) as ILambdaSerializer
            ?? throw new HandlerException($"serializer {attribute.SerializerType}: it is no ILambdaSerializer");
    }

    private static Func<Stream, object?> Reader(Type type, ILambdaSerializer? serializer) => type == typeof(Stream)
        ? static input => input
        : Generic<Func<Stream, object?>>(nameof(ReaderOf), type, serializer);

    private static Func<object?, Stream> Writer(Type type, ILambdaSerializer? serializer) =>
        type == typeof(void) ? static _ => Stream.Null
        : IsObject(type) ? Generic<Func<object?, Stream>>(nameof(WriterOf), type, serializer)
        : static result => (Stream?)result ?? Stream.Null;

    private static TDelegate Generic<TDelegate>(string method, Type type, ILambdaSerializer? serializer) =>
        (TDelegate)typeof(HandlerBinding).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .Invoke(null, [serializer])!;

    private static Func<Stream, object?> ReaderOf<T>(ILambdaSerializer serializer) => input => serializer.Deserialize<T>(input);

    private static Func<object?, Stream> WriterOf<T>(ILambdaSerializer serializer) => result =>
    {
        var output = new MemoryStream();
        serializer.Serialize((T)result!, output);
        output.Position = 0;
        return output;
    };
}
