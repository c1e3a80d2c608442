#!/usr/bin/env bash
# @aws-lambda-powertools/parser 2.35.0 with zod 4.1.12 (npm), Node.js 20: the data of a Kinesis record is text after it, whatever it was.
#
# Expected: that the schema, which says z.any() of a record's data, hands over bytes that are no text as bytes, or refuses them.
# Seen: data is decoded as UTF-8, and each byte that is none becomes U+FFFD, without an error. A record that the KPL aggregated comes as two replacement
# characters where its magic number was; nothing can take it apart any more, and its checksum is gone as well. So with Avro, protobuf and whatever is compressed
# otherwise than by gzip. What is JSON comes parsed, a number beyond 2^53 as another number.
# What works: a schema of one's own with `data: z.string()`, and Buffer.from(data, 'base64').
#
# Prints each record's bytes before and after, and exits with 1 when they are kept.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error @aws-lambda-powertools/parser@2.35.0 zod@4.1.12 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { KinesisDataStreamSchema } from '@aws-lambda-powertools/parser/schemas/kinesis';

const through = (bytes) => {
  const { Records } = KinesisDataStreamSchema.parse({
    Records: [{
      eventSource: 'aws:kinesis', eventVersion: '1.0', eventID: 'shardId-000000000000:1', eventName: 'aws:kinesis:record', awsRegion: 'eu-west-1',
      invokeIdentityArn: 'arn:aws:iam::111122223333:role/reader', eventSourceARN: 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks',
      kinesis: { kinesisSchemaVersion: '1.0', partitionKey: 'k', sequenceNumber: '1', approximateArrivalTimestamp: 1796000000.5, data: bytes.toString('base64') },
    }],
  });
  return Buffer.from(String(Records[0].kinesis.data));
};
const kept = {};
for (const [name, bytes] of [
  ['text', Buffer.from('plain')], ['the start of a KPL record', Buffer.from('f3899ac20a016b', 'hex')], ['a big number', Buffer.from('12345678901234567890')],
]) {
  const after = through(bytes);
  kept[name] = bytes.equals(after);
  console.log(`${name}: ${bytes.toString('hex')} -> ${after.toString('hex')}`);
}
process.exit(kept.text && !kept['the start of a KPL record'] && !kept['a big number'] ? 0 : 1);
SCRIPT
NODE_NO_WARNINGS=1 node finding.mjs
