#!/usr/bin/env bash
# firehoser 1.3.6 (npm), Node.js 20: a record that is queued while a batch is on its way is reported as delivered when that batch is, whatever becomes of it.
#
# Expected: that the promise of QueueableDeliveryStream.putRecords resolves when the records it was called with have been taken, and rejects when they have not.
# Seen: all calls share one promise until a batch ends, also those whose records came after that batch had left. They resolve with it, while their own
# records lie in the queue or are on their way; when Firehose refuses those, the rejection goes to a promise that is settled, and nobody hears of it.
# What works: DeliveryStream.putRecords, which queues nothing.
#
# A server on 127.0.0.1 takes records 1 and 2 and refuses record 3. Prints what each call was told and what Firehose answered, in order, and exits with 1 when
# record 3 is no longer called delivered.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error firehoser@1.3.6 >/dev/null
cat > finding.cjs <<'SCRIPT'
const http = require('http');
const { once } = require('events');
const { QueueableDeliveryStream } = require('firehoser');
const { setTimeout: pause } = require('timers/promises');

(async () => {
  const said = [];
  const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const records = JSON.parse(Buffer.concat(parts)).Records.map(({ Data }) => Buffer.from(Data, 'base64').toString().trim());
    server.emit('call', records);
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    if (records.includes('3')) {
      await pause(1000);
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'Firehose s under account 111122223333 not found.' }));
      said.push('Firehose refuses 3');
    } else {
      await pause(500);
      said.push('Firehose takes 1 and 2');
      response.end(JSON.stringify({ FailedPutCount: 0, RequestResponses: records.map((record) => ({ RecordId: record })) }));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));

  const config = { region: 'us-east-1', endpoint: 'http://127.0.0.1:' + server.address().port, accessKeyId: 'a', secretAccessKey: 'b' };
  const stream = new QueueableDeliveryStream('s', 200, 2, config);
  const tell = (name, promise) => promise.then(() => said.push(name + ' resolved'), () => said.push(name + ' rejected'));
  tell('1 and 2', stream.putRecords(['1', '2']));
  await once(server, 'call');
  const third = tell('3', stream.putRecords(['3']));
  await third;
  await pause(3000);
  console.log(said.join('\n'));
  process.exit(said.includes('3 resolved') && said.indexOf('3 resolved') < said.indexOf('Firehose refuses 3') ? 0 : 1);
})();
SCRIPT
AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1 NODE_NO_WARNINGS=1 timeout 60 node finding.cjs
