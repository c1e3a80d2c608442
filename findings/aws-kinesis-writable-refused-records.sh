#!/usr/bin/env bash
# aws-kinesis-writable 4.3.0 (npm), Node.js 20: a record that PutRecords refuses is neither put again nor reported.
#
# Expected: that the stream, whose settings have a number of retries, puts the refused records of a batch again, or at least emits 'error' with them.
# Seen: it looks at the error of the whole call only. Kinesis answers 200 with FailedRecordCount where a shard is full, and names the record that it did not
# take; that answer counts as success. Such records are lost without a sign, and just when traffic is highest. Only a call that fails whole is tried again.
# What works: the SDK's PutRecords with one's own look at FailedRecordCount, or PutRecord for each.
#
# A server on 127.0.0.1 refuses the second of three records once, as a full shard does. Prints the calls that came and the errors that were emitted, and exits
# with 1 when the refused record came again or was reported.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error aws-kinesis-writable@4.3.0 >/dev/null
cat > finding.cjs <<'SCRIPT'
const http = require('http');
const KinesisStream = require('aws-kinesis-writable');
const { setTimeout: pause } = require('timers/promises');

(async () => {
  const calls = [];
  const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const { Records } = JSON.parse(Buffer.concat(parts));
    const refused = calls.length === 0 ? 1 : -1;
    calls.push(Records.map(({ Data }) => Buffer.from(Data, 'base64').toString()));
    const answers = Records.map((_, place) => place === refused
      ? { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for shard shardId-000000000000' }
      : { SequenceNumber: String(place + 1), ShardId: 'shardId-000000000000' });
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedRecordCount: refused < 0 ? 0 : 1, Records: answers }));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));

  const errors = [];
  const stream = new KinesisStream({
    streamName: 's', region: 'us-east-1', endpoint: 'http://127.0.0.1:' + server.address().port,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, objectMode: true, partitionKey: 'k',
    buffer: { length: 3, timeout: 1, retry: { retries: 5, minTimeout: 50, maxTimeout: 100 } },
  });
  stream.on('error', (error) => errors.push(error.message));
  for (let number = 1; number <= 3; number++) stream.write({ number });
  await new Promise((done) => stream.end(done));
  await pause(3000);
  console.log(`calls: ${JSON.stringify(calls)}, errors: ${JSON.stringify(errors)}`);
  process.exit(calls.length === 1 && errors.length === 0 ? 0 : 1);
})();
SCRIPT
AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1 NODE_NO_WARNINGS=1 timeout 60 node finding.cjs
