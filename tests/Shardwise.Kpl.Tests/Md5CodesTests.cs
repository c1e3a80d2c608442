using System.Reflection;
using System.Runtime.Intrinsics.X86;

namespace Shardwise.Kpl.Tests;

public sealed class Md5CodesTests
{
    // Inlined into a caller, a kernel takes three times as long: the compiler's budget ends before its rounds, and leaves calls to them.
    [Fact]
    public void No_kernel_is_compiled_as_part_of_its_caller()
    {
        MethodInfo[] kernels = [.. typeof(Md5Codes).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization))];

        Assert.Contains(kernels, kernel => kernel.DeclaringType == typeof(SerialMd5Kernel<,>));
        Assert.Contains(kernels, kernel => kernel.DeclaringType == typeof(Md5Kernel<,>));
        Assert.All(kernels, kernel => Assert.True(
            kernel.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining), $"{kernel.DeclaringType}.{kernel.Name} may be inlined."));
    }

    // On an EPYC with AVX-512 one lane takes 1.7 times as long as the system's code, on a Xeon four fifths of it.
    [Theory]
    [InlineData(1.00, 0.95, 1.70, "General")]
    [InlineData(1.00, 0.95, 0.80, "OneLane")]
    [InlineData(1.00, 0.95, 0.94, "General")]
    [InlineData(1.00, 0.95, double.PositiveInfinity, "General")]
    [InlineData(1.00, 1.02, double.PositiveInfinity, "General")]
    [InlineData(1.00, 1.10, double.PositiveInfinity, "System")]
    [InlineData(1.00, 1.10, 0.99, "System")]
    [InlineData(1.00, 1.10, 0.90, "OneLane")]
    public void One_message_is_hashed_by_the_code_that_is_clearly_faster_on_the_processor_at_hand(double system, double general, double oneLane, string chosen) =>
        Assert.Equal(chosen, Md5Trial.ChooseSerial(system, general, oneLane).ToString());

    [Theory]
    [InlineData(1.00, 0.20, 0.19, 512)]
    [InlineData(1.00, 0.20, 0.199, 256)]
    [InlineData(1.00, 0.20, 0.25, 256)]
    [InlineData(1.00, 0.20, double.MaxValue, 256)]
    [InlineData(1.00, 1.10, double.MaxValue, 0)]
    public void Many_messages_are_hashed_by_the_widest_vectors_that_are_clearly_faster(double one, double narrow, double wide, int chosen) =>
        Assert.Equal(chosen, Md5Trial.ChooseLanes(one, [(256, narrow), (512, wide)]));

    [Fact]
    public void What_a_trial_chooses_runs_on_this_processor()
    {
        Md5Codes codes = Md5Trial.Run();

        Assert.True(Md5Codes.HasLanes(codes.LaneBits));
        Assert.True(Avx512F.VL.IsSupported || (codes.Reading != SerialMd5Code.OneLane && codes.Writing != SerialMd5Code.OneLane));
    }

    [Fact]
    public void Nothing_is_compiled_or_tried_before_a_process_has_hashed_enough()
    {
        Assert.Equal(new Md5Codes(SerialMd5Code.System, SerialMd5Code.System, 0), Md5Codes.Uncompiled);
        Assert.NotSame(Md5Codes.Uncompiled, Md5Codes.For(2 * Md5Codes.WorthCompiling));
        Assert.Same(Md5Codes.For(1), Md5Codes.For(1));
    }

    [Theory]
    [InlineData("General,System,0", "General for reading, System for writing, nothing side by side")]
    [InlineData("OneLane,General,128", "OneLane for reading, General for writing, 128-bit lanes side by side")]
    public void A_property_of_the_runtime_forces_the_codes(string value, string codes) =>
        Assert.Equal(codes, Md5Codes.Forced(_ => value)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Fast,General,128")]
    [InlineData("General,General,64")]
    [InlineData("General,General")]
    [InlineData("7,General,0")]
    public void A_property_that_names_no_codes_is_refused_with_what_is_allowed(string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Md5Codes.Forced(_ => value));

        Assert.Equal(
            $"Shardwise.Kpl.Md5 is \"{value}\"; allowed are two of System, General and OneLane, for reading and for writing, and the bits of vectors that this "
            + "processor has (0, 128, 256 or 512), with commas between: \"General,General,256\".",
            refused.Message);
    }

    [Fact]
    public void Nothing_is_forced_by_default() => Assert.Null(Md5Codes.Forced(_ => null));
}
