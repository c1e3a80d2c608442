using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// MD5 of many messages at once, a message a lane of a vector. One message alone is bound by the latency of its chain of steps;
/// messages that do not depend on each other are not. Longest first, and a lane whose message ends takes the next at once.
/// </summary>
internal ref struct ParallelMd5
{
    private const int BlockSize = 64;
    private const int DigestSize = MD5.HashSizeInBytes;

    /// <summary>Both vectors of a pair of the widest.</summary>
    private const int MostLanes = 32;

    /// <summary>The most that the kernel is given of each lane at once.</summary>
    private const int RunSize = 16 * BlockSize;

    /// <summary>One line more than a run: at multiples of 1 KiB all lanes would contend for the same few lines of a first-level cache.</summary>
    private const int LaneSize = RunSize + BlockSize;

    /// <summary>
    /// A lane runs at a quarter to three quarters of the speed of a message alone: one message this much longer than every lane's share of the rest
    /// is better alone.
    /// </summary>
    private const int LoneMessageRatio = 4;

    private readonly ReadOnlySpan<ReadOnlyMemory<byte>> _messages;
    private readonly Span<byte> _digests;
    private readonly ReadOnlySpan<int> _longestFirst;
    private readonly int _vectorBits;
    private readonly SerialMd5Code _alone;
    private readonly int _width;
    private readonly Span<Lane> _lanes;
    private readonly Span<uint> _states;
    private readonly Span<byte> _blocks;
    private readonly Span<nint> _origins;
    private int _next;
    private int _active;

    private ParallelMd5(
        ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, ReadOnlySpan<int> longestFirst, Md5Codes codes, Span<Lane> lanes,
        Span<uint> states, Span<byte> blocks, Span<nint> origins)
    {
        _messages = messages;
        _digests = digests;
        _longestFirst = longestFirst;
        _vectorBits = codes.LaneBits;
        _alone = codes.Reading;
        _width = 2 * codes.LaneBits / 32;
        _lanes = lanes;
        _states = states;
        _blocks = blocks;
        _origins = origins;
    }

    /// <summary>Computes the digests of messages.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="digests">Where to put the digests, 16 bytes each, in the order of the messages.</param>
    /// <param name="codes">What computes them: the widest vectors to use, and the code for messages that are better alone.</param>
    public static void HashData(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, Md5Codes codes)
    {
        int[] longestFirst = ArrayPool<int>.Shared.Rent(messages.Length);
        byte[] blocks = ArrayPool<byte>.Shared.Rent(MostLanes * LaneSize);
        GCHandle pin = GCHandle.Alloc(blocks, GCHandleType.Pinned);
        try
        {
            SortByLength(messages, longestFirst.AsSpan(0, messages.Length));
            new ParallelMd5(
                messages,
                digests,
                longestFirst.AsSpan(0, messages.Length),
                codes,
                stackalloc Lane[MostLanes],
                stackalloc uint[4 * MostLanes],
                blocks,
                stackalloc nint[MostLanes]).Run();
        }
        finally
        {
            pin.Free();
            ArrayPool<int>.Shared.Return(longestFirst);
            ArrayPool<byte>.Shared.Return(blocks);
        }
    }

    private static void SortByLength(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<int> longestFirst)
    {
        int[] negated = ArrayPool<int>.Shared.Rent(messages.Length);
        Span<int> keys = negated.AsSpan(0, messages.Length);
        for (int i = 0; i < messages.Length; i++)
        {
            longestFirst[i] = i;
            keys[i] = -messages[i].Length;
        }

        keys.Sort(longestFirst);
        ArrayPool<int>.Shared.Return(negated);
    }

    private void Run()
    {
        HashLoneMessages();
        try
        {
            FillLanes();
            while (_active > 0)
            {
                RunKernel(StageLanes());
                FinishLanes();
            }
        }
        finally
        {
            foreach (ref Lane lane in _lanes)
            {
                lane.Unpin();
            }
        }
    }

    /// <summary>Makes each lane's next blocks ready, and gives their number.</summary>
    private readonly int StageLanes()
    {
        int blockCount = RunSize / BlockSize;
        foreach (ref readonly Lane lane in _lanes[.._active])
        {
            blockCount = (int)Math.Min(blockCount, lane.BlocksLeft);
        }

        for (int i = 0; i < _active; i++)
        {
            StageBlocks(i, blockCount * BlockSize);
        }

        // The kernel works on the lanes that have no message too, and must have something to work on.
        _origins[_active..].Clear();
        return blockCount;
    }

    private void HashLoneMessages()
    {
        long rest = 0;
        foreach (ReadOnlyMemory<byte> message in _messages)
        {
            rest += message.Length;
        }

        for (; _next < _messages.Length; _next++)
        {
            int index = _longestFirst[_next];
            int length = _messages[index].Length;
            rest -= length;
            int otherLanes = Math.Min(_width, _messages.Length - _next - 1);
            if (otherLanes > 0 && length <= LoneMessageRatio * (rest / otherLanes))
            {
                return;
            }

            SerialMd5.HashData(_messages[index].Span, _digests.Slice(index * DigestSize, DigestSize), _alone);
        }
    }

    private void FillLanes()
    {
        while (_active < _width && _next < _messages.Length)
        {
            TakeNextMessage();
        }
    }

    private void TakeNextMessage()
    {
        int message = _longestFirst[_next++];
        int lane = _active++;
        long paddedLength = (long)_messages[message].Length + 1 + sizeof(ulong);
        _lanes[lane] = new Lane { Message = message, BlocksLeft = (paddedLength + BlockSize - 1) / BlockSize };
        if (MemoryMarshal.TryGetArray(_messages[message], out ArraySegment<byte> array))
        {
            _lanes[lane].Pin = GCHandle.Alloc(array.Array, GCHandleType.Pinned);
        }

        for (int word = 0; word < 4; word++)
        {
            _states[word * MostLanes + lane] = Md5Constants.InitialState[word];
        }
    }

    /// <summary>
    /// Tells the kernel where a lane's next blocks are: in the message itself, or where it ends or cannot be kept in its place, copied and padded.
    /// </summary>
    private readonly void StageBlocks(int place, int size)
    {
        ref Lane lane = ref _lanes[place];
        ReadOnlySpan<byte> rest = _messages[lane.Message].Span[lane.Position..];
        lane.BlocksLeft -= size / BlockSize;
        if (rest.Length >= size && lane.Pin.IsAllocated)
        {
            _origins[place] = Unsafe.ByteOffset(in _blocks[0], in rest[0]);
            lane.Position += size;
            return;
        }

        Span<byte> blocks = _blocks.Slice(place * LaneSize, size);
        _origins[place] = place * LaneSize;
        if (rest.Length >= size)
        {
            rest[..size].CopyTo(blocks);
            lane.Position += size;
            return;
        }

        rest.CopyTo(blocks);
        lane.Position += rest.Length;
        Span<byte> padding = blocks[rest.Length..];
        padding.Clear();
        if (!lane.HasEnd)
        {
            padding[0] = 0x80;
            lane.HasEnd = true;
        }

        if (lane.BlocksLeft == 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(padding[^sizeof(ulong)..], 8 * (ulong)lane.Position);
        }
    }

    /// <summary>Runs the narrowest kernel that takes all active lanes: it is the fastest for each of them.</summary>
    private readonly void RunKernel(int blockCount)
    {
        switch (_active)
        {
            case > 16:
                RunKernel<Md5Pair<Vector512<uint>, Md5Vector512>.Both, Md5Pair<Vector512<uint>, Md5Vector512>>(blockCount);
                break;
            case > 8 when _vectorBits == 512:
                RunKernel<Vector512<uint>, Md5Vector512>(blockCount);
                break;
            case > 8:
                RunKernel<Md5Pair<Vector256<uint>, Md5Vector256>.Both, Md5Pair<Vector256<uint>, Md5Vector256>>(blockCount);
                break;
            case > 4 when _vectorBits >= 256:
                RunKernel<Vector256<uint>, Md5Vector256>(blockCount);
                break;
            case > 4:
                RunKernel<Md5Pair<Vector128<uint>, Md5Vector128>.Both, Md5Pair<Vector128<uint>, Md5Vector128>>(blockCount);
                break;
            default:
                RunKernel<Vector128<uint>, Md5Vector128>(blockCount);
                break;
        }
    }

    private readonly void RunKernel<TVector, TMath>(int blockCount)
        where TVector : unmanaged
        where TMath : struct, IMd5Vector<TVector> =>
        Md5Kernel<TVector, TMath>.Run(_states, MostLanes, in _blocks[0], _origins, blockCount);

    /// <summary>From the last lane down, so that the lane moved into a gap has been looked at.</summary>
    private void FinishLanes()
    {
        for (int lane = _active - 1; lane >= 0; lane--)
        {
            if (_lanes[lane].BlocksLeft == 0)
            {
                WriteDigest(lane);
                _lanes[lane].Unpin();
                CloseGap(lane);
            }
        }

        FillLanes();
    }

    private readonly void WriteDigest(int lane)
    {
        Span<byte> digest = _digests.Slice(_lanes[lane].Message * DigestSize, DigestSize);
        for (int word = 0; word < 4; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(4 * word)..], _states[word * MostLanes + lane]);
        }
    }

    private void CloseGap(int lane)
    {
        int last = --_active;
        _lanes[lane] = _lanes[last];
        _lanes[last] = default;
        for (int word = 0; word < 4; word++)
        {
            _states[word * MostLanes + lane] = _states[word * MostLanes + last];
        }
    }

    private struct Lane
    {
        public GCHandle Pin;
        public int Message;
        public int Position;
        public long BlocksLeft;
        public bool HasEnd;

        public void Unpin()
        {
            if (Pin.IsAllocated)
            {
                Pin.Free();
            }
        }
    }
}
