#!/usr/bin/env bash
# lifion-kinesis 1.3.3 (npm), with kinesalite 3.3.3 as the stream and dynalite 4.0.0 as its state table, Node.js 20: after a merge it reads the new shard
# while one of the two shards that it was merged from is still being read.
#
# Expected: that a shard is read when what it came from has been read to the end, as its own comment on leases says and as the KCL does. After a split it is so.
# Seen: of the two parents of a merged shard it waits for ParentShardId only. AdjacentParentShardId is not looked at: of one key, which lay in that shard,
# record 120 (the first after the merge) comes before record 119 (the last before it). Nothing is lost.
#
# Prints what had been read of the key when its first record after the merge came, and exits with 1 when the order is kept. Takes half a minute.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error lifion-kinesis@1.3.3 kinesalite@3.3.3 dynalite@4.0.0 >/dev/null
cat > finding.cjs <<'SCRIPT'
const AWS = require('aws-sdk');
const Kinesis = require('lifion-kinesis');
const { setTimeout: pause } = require('timers/promises');

const login = { region: 'us-east-1', accessKeyId: 'a', secretAccessKey: 'b' };
const last = '340282366920938463463374607431768211455';
const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done('http://127.0.0.1:' + server.address().port)));

(async () => {
  const endpoint = await listen(require('kinesalite')({ createStreamMs: 20, updateStreamMs: 20 }));
  const table = await listen(require('dynalite')({ createTableMs: 20 }));
  const client = new AWS.Kinesis({ endpoint, ...login });
  const put = (number, ExplicitHashKey) =>
    client.putRecord({ StreamName: 's', PartitionKey: 'k', ExplicitHashKey, Data: JSON.stringify({ number }) }).promise();
  const active = async () => {
    while ((await client.describeStreamSummary({ StreamName: 's' }).promise()).StreamDescriptionSummary.StreamStatus !== 'ACTIVE') await pause(20);
  };

  await client.createStream({ StreamName: 's', ShardCount: 2 }).promise();
  await active();
  for (let number = 0; number < 120; number++) await put(number, last);
  await client.mergeShards({ StreamName: 's', ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000001' }).promise();
  await active();
  await put(120, last);

  const consumer = new Kinesis({
    streamName: 's', endpoint, ...login, dynamoDb: { endpoint: table, ...login },
    initialPositionInStream: 'TRIM_HORIZON', limit: 1, pollDelay: 250, shouldParseJson: true,
  });
  const seen = [];
  consumer.on('error', (error) => { console.log('error: ' + error.message); process.exit(2); });
  consumer.on('data', ({ records }) => {
    for (const { data } of records) {
      seen.push(data.number);
      if (data.number !== 120) continue;
      const before = Math.max(...seen.slice(0, -1));
      console.log(`record 120 came after record ${before} of 119: ${before < 119 ? 'out of order' : 'in order'}`);
      process.exit(before < 119 ? 0 : 1);
    }
  });
  await consumer.startConsumer();
})();
SCRIPT
AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b NODE_NO_WARNINGS=1 timeout 120 node finding.cjs
