using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Shardwise.Constructs.Tests.Compatibility;

/// <summary>What a compiled assembly calls of the CDK: each member with the signature by which the runtime looks for it.</summary>
internal static class CdkReferences
{
    private static readonly string[] Packages = ["Amazon.CDK.Lib", "Constructs"];

    /// <summary>The types that it names, by their C# names.</summary>
    public static IReadOnlyList<string> Types(string assembly) => Read<string>(assembly, reader =>
        [.. from handle in reader.TypeReferences where IsOfCdk(reader, handle) select Names.Of(reader, handle)]);

    /// <summary>The members that it calls.</summary>
    public static IReadOnlyList<CdkReference> Members(string assembly) => Read<CdkReference>(assembly, reader =>
        [.. from handle in reader.MemberReferences
            let member = reader.GetMemberReference(handle)
            where member.Parent.Kind == HandleKind.TypeReference && IsOfCdk(reader, (TypeReferenceHandle)member.Parent)
                && member.GetKind() == MemberReferenceKind.Method
            let name = reader.GetString(member.Name)
            let signature = member.DecodeMethodSignature(Names.Instance, null)
            select new CdkReference(
                Names.Of(reader, (TypeReferenceHandle)member.Parent),
                name,
                $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} {name}({string.Join(", ", signature.ParameterTypes)})")]);

    /// <summary>The interfaces that its classes implement themselves: what a construct is, its base class implements.</summary>
    public static IReadOnlyList<string> Implemented(string assembly) => Read<string>(assembly, reader =>
        [.. (from type in reader.TypeDefinitions.Select(reader.GetTypeDefinition)
             where !type.Attributes.HasFlag(TypeAttributes.Interface)
             from handle in type.GetInterfaceImplementations()
             let implemented = reader.GetInterfaceImplementation(handle).Interface
             where implemented.Kind == HandleKind.TypeReference && IsOfCdk(reader, (TypeReferenceHandle)implemented)
             let name = Names.Of(reader, (TypeReferenceHandle)implemented)
             where name != "Constructs.IConstruct" || BaseOf(reader, type) != "Constructs.Construct"
             select name).Distinct()]);

    private static string? BaseOf(MetadataReader reader, TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference ? Names.Of(reader, (TypeReferenceHandle)type.BaseType) : null;

    private static IReadOnlyList<T> Read<T>(string assembly, Func<MetadataReader, IReadOnlyList<T>> read)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return read(file.GetMetadataReader());
    }

    private static bool IsOfCdk(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOfCdk(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => Packages.Contains(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }

    /// <summary>Types of signatures as text.</summary>
    private sealed class Names : ISignatureTypeProvider<string, object?>
    {
        public static readonly Names Instance = new();

        public static string Of(MetadataReader reader, TypeReferenceHandle handle)
        {
            var type = reader.GetTypeReference(handle);
            var name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
                : type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}";
        }

        public string GetPrimitiveType(PrimitiveTypeCode code) => code.ToString();

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) => Of(reader, handle);

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public string GetSZArrayType(string element) => $"{element}[]";

        public string GetArrayType(string element, ArrayShape shape) => $"{element}[{new string(',', shape.Rank - 1)}]";

        public string GetGenericInstantiation(string type, ImmutableArray<string> arguments) =>
            $"{type.Split('`')[0]}<{string.Join(", ", arguments)}>";

        public string GetGenericMethodParameter(object? context, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? context, int index) => $"!{index}";

        public string GetByReferenceType(string element) => $"{element}&";

        public string GetPointerType(string element) => $"{element}*";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "a function pointer";

        public string GetModifiedType(string modifier, string unmodified, bool isRequired) => unmodified;

        public string GetPinnedType(string element) => element;
    }
}
