#!/usr/bin/env bash
# aws-kinesis-agg 4.2.8 (npm), Node.js 20: an aggregate of records whose partition keys are whole numbers comes back with the keys exchanged.
#
# Expected: that a record taken apart has the partition key that it was added with, whatever the key.
# Seen: the table of keys is made of the names of a JavaScript object, which lists names that are whole numbers first and in their order, while each record
# says the place in the order of first use. Records of "order", "10" and "9" come back as those of "9", "10" and "order": whoever orders or routes by key has
# the wrong one, and no checksum or error tells. Keys such as customer numbers are hit wherever two of them in one aggregate are not in ascending order;
# so are explicit hash keys below 2^32 - 1.
#
# Prints the key that went in and the one that came out of each record, and exits with 1 when they are the same.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error aws-kinesis-agg@4.2.8 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { RecordAggregator, deaggregateSync } = require('aws-kinesis-agg');

const through = (keys) => {
  const aggregator = new RecordAggregator();
  for (const partitionKey of keys) aggregator.addUserRecord({ partitionKey, data: Buffer.from(partitionKey) });
  const { partitionKey, data } = aggregator.build();
  let found;
  deaggregateSync({ partitionKey, sequenceNumber: '1', data: data.toString('base64') }, true, (error, records) => {
    if (error) throw error;
    found = records;
  });
  return found.map((record) => `${Buffer.from(record.data, 'base64')} as ${record.partitionKey}`).join(', ');
};

console.log('names: ' + through(['order', 'b', 'a']));
console.log('ascending: ' + through(['9', '10', 'order']));
console.log('others: ' + through(['order', '10', '9']));
SCRIPT
found=$(NODE_NO_WARNINGS=1 node finding.cjs)
echo "$found"
[ "$found" = "names: order as order, b as b, a as a
ascending: 9 as 9, 10 as 10, order as order
others: order as 9, 10 as 10, 9 as order" ]
