#!/usr/bin/env bash
# @aws-lambda-powertools/parser 2.35.0 with zod 4.1.12 (npm), Node.js 20: one record without a partition key, and the batch is refused whole.
#
# Expected: that the schema of a Kinesis event takes what Lambda hands over from a stream whose records are distributed by Kinesis (RecordDistributionStrategy
# AUTO, since September 2026): there the partition key is optional, and AWS's documents say that it may be null in the event.
# Seen: partitionKey has to be a string, null and absent both fail, and with them the records of the batch that have one. A function on an event source mapping
# fails before its handler sees a record, and the batch is sent again until it expires or is set aside. An empty key passes.
# What works: a schema of one's own, KinesisDataStreamRecord with `partitionKey: z.string().nullish()`.
#
# Prints what the schema says of each, and exits with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error @aws-lambda-powertools/parser@2.35.0 zod@4.1.12 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { KinesisDataStreamSchema } from '@aws-lambda-powertools/parser/schemas/kinesis';

const record = (number, partitionKey) => ({
  eventSource: 'aws:kinesis', eventVersion: '1.0', eventID: `shardId-000000000000:${number}`, eventName: 'aws:kinesis:record', awsRegion: 'eu-west-1',
  invokeIdentityArn: 'arn:aws:iam::111122223333:role/reader', eventSourceARN: 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks',
  kinesis: { kinesisSchemaVersion: '1.0', partitionKey, sequenceNumber: String(number), approximateArrivalTimestamp: 1796000000.5, data: 'e30=' },
});
const said = {};
for (const [name, key] of [['a key', 'k'], ['empty', ''], ['null', null], ['absent', undefined]]) {
  const { success, error } = KinesisDataStreamSchema.safeParse({ Records: [record(1, 'k'), record(2, key)] });
  said[name] = success;
  console.log(`${name}: ${success ? 'passes' : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)}`);
}
process.exit(said['a key'] && said.empty && !said.null && !said.absent ? 0 : 1);
SCRIPT
NODE_NO_WARNINGS=1 node finding.mjs
