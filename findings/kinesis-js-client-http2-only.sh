#!/usr/bin/env bash
# @aws-sdk/client-kinesis 3.1143.0 and kinesalite 3.3.3 (npm), Node.js 20: the client speaks HTTP/2 with prior knowledge to an http:// endpoint, for every
# operation, and never falls back to HTTP/1.1.
#
# Expected: that an endpoint of plain HTTP is spoken to in HTTP/1.1, as by the AWS SDK's other clients and by all other Kinesis clients.
# Seen: ListStreams against kinesalite, which speaks HTTP/1.1, fails with "ERR_HTTP2_ERROR Protocol error". With a requestHandler of NodeHttpHandler
# (@smithy/node-http-handler) the same call succeeds, and only SubscribeToShard is without its multiplexing.
#
# Prints both results, and exits with 1 when they are no longer these.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error @aws-sdk/client-kinesis@3.1143.0 kinesalite@3.3.3 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { KinesisClient, ListStreamsCommand } = require('@aws-sdk/client-kinesis');
const { NodeHttpHandler } = require('@smithy/node-http-handler');

async function list(endpoint, more) {
  const client = new KinesisClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1, ...more });
  try {
    return 'streams ' + JSON.stringify((await client.send(new ListStreamsCommand({}))).StreamNames);
  } catch (error) {
    return `${error.code} ${error.message}`;
  }
}

const server = require('kinesalite')();
server.listen(0, '127.0.0.1', async () => {
  const endpoint = 'http://127.0.0.1:' + server.address().port;
  console.log('as it comes: ' + (await list(endpoint, {})));
  console.log('NodeHttpHandler: ' + (await list(endpoint, { requestHandler: new NodeHttpHandler() })));
  process.exit();
});
SCRIPT
found=$(NODE_NO_WARNINGS=1 node finding.cjs)
echo "$found"
[ "$found" = "as it comes: ERR_HTTP2_ERROR Protocol error
NodeHttpHandler: streams []" ]
