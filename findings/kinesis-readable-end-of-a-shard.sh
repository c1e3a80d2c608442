#!/usr/bin/env bash
# kinesis-readable 1.2.0 (npm, which serverless-offline-kinesis 6.2.3 reads with), with kinesalite 3.3.3 as the stream, Node.js 20: where a shard ends, the
# reader fails.
#
# Expected: that a reader of a shard that was split or merged ends, as a Node.js stream does ('end'), so that whoever reads can go on with its children.
# Seen: Kinesis says the end of a shard by an answer without NextShardIterator. The reader goes on asking without an iterator, and emits the SDK's error
# "Missing required key 'ShardIterator' in params". Whoever has no listener for it, as serverless-offline-kinesis, is ended by it at the first reshard; nobody
# reads the children. Every stream that is scaled gets there.
# What works: a listener that takes this very text for the end of the shard.
#
# Prints what was read and how it ended, and exits with 1 when it ends otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error kinesis-readable@1.2.0 kinesalite@3.3.3 aws-sdk@2.1693.0 >/dev/null
cat > finding.cjs <<'SCRIPT'
const AWS = require('aws-sdk');
const readShard = require('kinesis-readable');
const { setTimeout: pause } = require('timers/promises');

(async () => {
  const server = require('kinesalite')({ createStreamMs: 20, updateStreamMs: 20 });
  const endpoint = await new Promise((done) => server.listen(0, '127.0.0.1', () => done('http://127.0.0.1:' + server.address().port)));
  const client = new AWS.Kinesis({ endpoint, region: 'us-east-1', accessKeyId: 'a', secretAccessKey: 'b' });
  const active = async () => {
    while ((await client.describeStreamSummary({ StreamName: 's' }).promise()).StreamDescriptionSummary.StreamStatus !== 'ACTIVE') await pause(20);
  };
  const put = (Data) => client.putRecord({ StreamName: 's', PartitionKey: 'k', Data }).promise();

  await client.createStream({ StreamName: 's', ShardCount: 1 }).promise();
  await active();
  await put('before');
  await client.splitShard({ StreamName: 's', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: (2n ** 127n).toString() }).promise();
  await active();
  await put('after');

  const read = [];
  const end = (how) => {
    console.log(`read: ${read.join(', ')}; ended by ${how}`);
    process.exit(how === "error: Missing required key 'ShardIterator' in params" ? 0 : 1);
  };
  readShard(client, 's', { iterator: 'TRIM_HORIZON', readInterval: 50 })
    .on('data', (records) => read.push(...records.map(({ Data }) => Data.toString())))
    .on('error', (error) => end('error: ' + error.message))
    .on('end', () => end('end'));
})();
SCRIPT
AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1 NODE_NO_WARNINGS=1 timeout 60 node finding.cjs
