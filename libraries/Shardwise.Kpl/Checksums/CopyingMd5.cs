using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// Puts a message together out of its parts and computes its MD5 meanwhile: the checksum waits for its own last step most of the time, and
/// copying a megabyte to memory that is new would cost an eighth of it.
/// </summary>
internal ref struct CopyingMd5
{
    private readonly Span<byte> _message;
    private readonly Span<uint> _state;
    private readonly SerialMd5Code _code;
    private int _length;
    private int _hashed;

    /// <summary>Sets out to put a message together.</summary>
    /// <param name="message">Where it is to be.</param>
    /// <param name="state">Four words to work in.</param>
    /// <param name="code">What is to hash: while copying, or afterwards where it is the system's.</param>
    public CopyingMd5(Span<byte> message, Span<uint> state, SerialMd5Code code)
    {
        _message = message;
        _state = state;
        _code = code;
        Md5Constants.InitialState.CopyTo(state);
    }

    /// <summary>Adds a part.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_code != SerialMd5Code.System && TryEndBlock(ref part))
        {
            int whole = part.Length & -SerialMd5.BlockSize;
            SerialMd5.RunBlocks(_state, part[..whole], _code, _message[_length..]);
            _length += whole;
            _hashed = _length;
            part = part[whole..];
        }

        Copy(ref part, part.Length);
    }

    /// <summary>Writes the digest of the message, all of whose parts are there.</summary>
    public readonly void Finish(Span<byte> digest)
    {
        if (_code == SerialMd5Code.System)
        {
            MD5.HashData(_message, digest);
        }
        else
        {
            SerialMd5.Finish(_state, _message[_hashed..], _message.Length, digest, _code);
        }
    }

    /// <summary>Ends the block that an earlier part has begun, if one has; false where the part is too short for it.</summary>
    private bool TryEndBlock(ref ReadOnlySpan<byte> part)
    {
        if (_length == _hashed)
        {
            return true;
        }

        Copy(ref part, Math.Min(part.Length, _hashed + SerialMd5.BlockSize - _length));
        if (_length < _hashed + SerialMd5.BlockSize)
        {
            return false;
        }

        SerialMd5.RunBlocks(_state, _message[_hashed.._length], _code);
        _hashed = _length;
        return true;
    }

    private void Copy(ref ReadOnlySpan<byte> part, int size)
    {
        part[..size].CopyTo(_message[_length..]);
        _length += size;
        part = part[size..];
    }
}
