using System.Collections;

namespace Shardwise.Kpl;

public sealed partial class AggregatedPayload
{
    /// <summary>Walks over the user records of a payload without allocating.</summary>
    public struct Enumerator : IEnumerator<UserRecord>
    {
        private readonly AggregatedPayload _payload;
        private readonly int _count;
        private int _place;

        internal Enumerator(AggregatedPayload payload)
        {
            _payload = payload;
            _count = payload.Count;
            _place = -1;
        }

        /// <summary>The user record at which the enumerator stands.</summary>
        /// <exception cref="ObjectDisposedException">The payload was disposed.</exception>
        public readonly UserRecord Current => _payload.RecordAt(_place);

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes on to the next user record.</summary>
        /// <returns><see langword="false"/> when there is none.</returns>
        public bool MoveNext() => ++_place < _count;

        /// <summary>Goes back to before the first user record.</summary>
        public void Reset() => _place = -1;

        /// <summary>Does nothing: the payload, not its enumerators, owns what is returned to the pool.</summary>
        public readonly void Dispose()
        {
        }
    }
}
