using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Shardwise.Consumers;

/// <summary>Looks at exceptions of packages that are not referenced.</summary>
internal static class ExceptionMembers
{
    /// <summary>Whether an exception is of this type, or derives from it.</summary>
    public static bool IsNamed(Exception exception, string fullName)
    {
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == fullName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A member's whole number, an enumeration's included; <see langword="null"/> where there is none.</summary>
    /// <param name="of">What has the member.</param>
    /// <param name="path">The names of public properties, with dots between.</param>
    public static int? Number(object of, string path) => Read(of, path) switch
    {
        null => null,
        Enum value => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        int value => value,
        _ => null,
    };

    public static IEnumerable<object> All(object of, string path) => Read(of, path) is IEnumerable all ? all.Cast<object>() : [];

    // Only while a record fails. What a trimmed function has lost is not there, and the package's general rule decides.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A property that was trimmed is taken for one that tells nothing.")]
    public static object? Read(object of, string path)
    {
        object? value = of;
        foreach (var name in path.Split('.'))
        {
            try
            {
                value = value?.GetType().GetProperties().FirstOrDefault(property => property.Name == name)?.GetValue(value);
            }
            catch (TargetInvocationException)
            {
                return null;
            }
        }

        return value;
    }
}
