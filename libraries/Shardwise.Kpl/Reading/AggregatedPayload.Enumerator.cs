using System.Collections;

namespace Shardwise.Kpl;

public sealed partial class AggregatedPayload
{
    /// <summary>Walks over the user records of a payload without allocating.</summary>
    public struct Enumerator : IEnumerator<UserRecord>
    {
        private readonly AggregatedPayload _payload;
        private RecordCursor _cursor;
        private int _remaining;
        private UserRecord _current;

        internal Enumerator(AggregatedPayload payload)
        {
            _payload = payload;
            Reset();
        }

        /// <summary>The user record at which the enumerator stands.</summary>
        public readonly UserRecord Current => _current;

        readonly object IEnumerator.Current => _current;

        /// <summary>Goes on to the next user record.</summary>
        /// <returns><see langword="false"/> when there is none.</returns>
        /// <exception cref="ObjectDisposedException">The payload was disposed.</exception>
        /// <exception cref="InvalidOperationException">The payload's bytes were changed since it was read.</exception>
        public bool MoveNext()
        {
            if (_remaining == 0)
            {
                return false;
            }

            _remaining--;
            if (_payload.Status != PayloadStatus.Aggregated)
            {
                _current = UserRecord.Whole(_payload);
                return true;
            }

            return MoveToNextRecord();
        }

        /// <summary>Goes back to before the first user record.</summary>
        public void Reset()
        {
            _cursor = new RecordCursor(_payload._firstRecordPosition);
            _remaining = _payload.Count;
        }

        /// <summary>Does nothing: the payload, not its enumerators, owns what is returned to the pool.</summary>
        public readonly void Dispose()
        {
        }

        private bool MoveToNextRecord()
        {
            ReadOnlySpan<byte> bytes = _payload.Bytes.Span[..^AggregateFrame.ChecksumSize];
            do
            {
                if (!_cursor.MoveNext(bytes))
                {
                    throw new InvalidOperationException("The payload's bytes were changed while its user records were read.");
                }
            }
            while (_payload._filter is { } filter && !filter.Includes(_cursor.Fields));

            if (_payload._partitionKeys is not { } partitionKeys || _payload._explicitHashKeys is not { } explicitHashKeys)
            {
                throw new ObjectDisposedException(nameof(AggregatedPayload));
            }

            _current = new UserRecord(_payload, _cursor, partitionKeys, explicitHashKeys);
            return true;
        }
    }
}
