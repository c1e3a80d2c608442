#!/usr/bin/env bash
# aws-kinesis-agg 4.2.8 (npm), Node.js 20: a record that has no explicit hash key is given that of another record of its aggregate.
#
# Expected: that explicitPartitionKey (its name for the explicit hash key) is there for a record that was put with one, and undefined for the others. In the
# format the index is optional, and the KPL leaves it out for a record without such a key.
# Seen: an index that is absent is read as 0, protobuf's default, and so the first key of the table is handed out. Whoever puts the records on to another
# stream with the keys that they came with sends all of them to one shard. Without any explicit hash key in the aggregate it is undefined, as expected.
#
# Prints the hash key of each record in both cases, and exits with 1 when the absent ones stay absent.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error aws-kinesis-agg@4.2.8 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { createHash } = require('crypto');
const { deaggregateSync } = require('aws-kinesis-agg');

// By hand, as the KPL writes it: the library's own writer is not in question here.
const field = (number, bytes) => Buffer.concat([Buffer.from([8 * number + 2, bytes.length]), bytes]);
const record = (key, hashKey, text) => field(3, Buffer.concat([
  Buffer.from([8, key]), hashKey === null ? Buffer.alloc(0) : Buffer.from([16, hashKey]), field(3, Buffer.from(text)),
]));
const frame = (...parts) => {
  const message = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()]);
};
const show = (data) => {
  let text;
  deaggregateSync({ partitionKey: 'a', sequenceNumber: '1', data: data.toString('base64') }, true, (error, records) => {
    if (error) throw error;
    text = records.map((found) => `${Buffer.from(found.data, 'base64')} ${found.explicitPartitionKey}`).join(', ');
  });
  return text;
};

const key = field(1, Buffer.from('k'));
console.log('one has a hash key: ' + show(frame(key, field(2, Buffer.from('12345')), record(0, 0, 'with'), record(0, null, 'without'))));
console.log('none has: ' + show(frame(key, record(0, null, 'without'), record(0, null, 'without'))));
SCRIPT
found=$(NODE_NO_WARNINGS=1 node finding.cjs)
echo "$found"
[ "$found" = "one has a hash key: with 12345, without 12345
none has: without undefined, without undefined" ]
