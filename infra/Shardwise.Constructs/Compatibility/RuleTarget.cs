using System.Reflection;
using System.Reflection.Emit;
using Amazon.CDK.AWS.Events;
using Amazon.JSII.Runtime.Deputy;

namespace Shardwise.Constructs.Compatibility;

/// <summary>
/// A target of rules. The rule that a target is bound to has another type in newer CDKs, so that no class that is compiled with one implements the
/// interface of the other: its class is made at run time, with the method as it is there.
/// </summary>
internal static class RuleTarget
{
    private const string Bind = "bind";

    private static readonly Lazy<Type> Class = new(MakeClass);

    /// <param name="bind">Gives what a rule is bound to, whichever it is.</param>
    public static IRuleTarget Of(Func<IRuleTargetConfig> bind)
    {
        var target = Activator.CreateInstance(Class.Value)!;
        Class.Value.GetField(Bind)!.SetValue(target, bind);
        return (IRuleTarget)target;
    }

    private static Type MakeClass()
    {
        var name = new AssemblyName($"Shardwise.Constructs.{nameof(RuleTarget)}");
        var module = AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run).DefineDynamicModule(name.Name!);
        var made = module.DefineType(name.Name!, TypeAttributes.Public | TypeAttributes.Sealed, typeof(DeputyBase), [typeof(IRuleTarget)]);
        var bind = made.DefineField(Bind, typeof(Func<IRuleTargetConfig>), FieldAttributes.Public);

        const BindingFlags anyInstance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        var constructor = made.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, Type.EmptyTypes).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldnull);
        var props = typeof(DeputyBase).GetNestedType("DeputyProps", anyInstance)!;
        constructor.Emit(OpCodes.Call, typeof(DeputyBase).GetConstructor(anyInstance, [props])!);
        constructor.Emit(OpCodes.Ret);

        var declared = typeof(IRuleTarget).GetMethod("Bind")!;
        var method = made.DefineMethod(
            declared.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, declared.ReturnType,
            [.. declared.GetParameters().Select(parameter => parameter.ParameterType)]);
        foreach (var parameter in declared.GetParameters())
            method.DefineParameter(parameter.Position + 1, parameter.Attributes & ~ParameterAttributes.HasDefault, parameter.Name);
        var body = method.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldfld, bind);
        body.Emit(OpCodes.Callvirt, typeof(Func<IRuleTargetConfig>).GetMethod(nameof(Action.Invoke))!);
        body.Emit(OpCodes.Ret);
        made.DefineMethodOverride(method, declared);
        return made.CreateType();
    }
}
