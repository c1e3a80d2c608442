using System.Globalization;
using System.Reflection;
using Amazon.CDK;

namespace Shardwise.Constructs.Compatibility;

/// <summary>
/// Reaches the members of the CDK whose type newer versions widened. An assembly looks members up by their exact signature: compiled against the
/// oldest CDK it would not find them in a newer one, which takes the same values all the same. A test compares every member that is called with
/// both; what it names is set here instead.
/// </summary>
internal static class ByName
{
    /// <summary>Sets a property of a CDK's props; null leaves it out.</summary>
    public static T With<T>(this T props, string property, object? value)
        where T : class
    {
        if (value is not null)
            typeof(T).GetProperty(property)!.SetValue(props, value);
        return props;
    }

    /// <summary>Calls a method, whose optional parameters are left out.</summary>
    public static void Call<T>(T owner, string method, params object[] arguments) => typeof(T).InvokeMember(
        method, BindingFlags.InvokeMethod | BindingFlags.OptionalParamBinding | BindingFlags.Instance | BindingFlags.Public, null, owner, arguments,
        CultureInfo.InvariantCulture);

    /// <summary>Deploys a stack after another, by a method that newer CDKs have under another name.</summary>
    public static void After(Stack stack, Stack before)
    {
        const string newer = "AddStackDependency";
        Call(stack, typeof(Stack).GetMethod(newer) is null ? nameof(Stack.AddDependency) : newer, before);
    }

    /// <summary>Makes an object by its public constructor.</summary>
    public static T Make<T>(params object[] arguments) => (T)Activator.CreateInstance(typeof(T), arguments)!;
}
