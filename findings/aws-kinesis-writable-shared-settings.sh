#!/usr/bin/env bash
# aws-kinesis-writable 4.3.0 with aws-sdk 2 (npm), Node.js 20: making one of its streams changes what the next one does, and every other AWS client of the process.
#
# Expected: that a stream without `buffer` has the defaults of its documentation, whatever other streams there are, and that credentials given to a stream are
# that stream's own.
# Seen: the settings of a stream are merged into the module's defaults themselves, so that a second stream without any batches and retries as the first was
# told to. And outside Lambda the constructor puts credentials of the EC2 metadata service into AWS.config, in place of those that were there: a client made
# afterwards for another service asks 169.254.169.254, even where the stream itself was given credentials of its own.
#
# Prints both, makes no request, and exits with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error aws-kinesis-writable@4.3.0 aws-sdk@2.1693.0 >/dev/null
cat > finding.cjs <<'SCRIPT'
const AWS = require('aws-sdk');
const KinesisStream = require('aws-kinesis-writable');

const own = { region: 'us-east-1', credentials: new AWS.Credentials('a', 'b'), partitionKey: 'k' };
AWS.config.credentials = new AWS.Credentials('mine', 'secret');
const before = AWS.config.credentials.constructor.name;
new KinesisStream({ ...own, streamName: 'first', buffer: { length: 400, timeout: 60 } });
const second = new KinesisStream({ ...own, streamName: 'second' });
const other = new AWS.S3({ region: 'us-east-1' }).config.credentials.constructor.name;
console.log(`the second stream's buffer: length ${second.buffer.length}, timeout ${second.buffer.timeout} (documented: 10 and 5)`);
console.log(`another client's credentials: ${before} before, ${other} after`);
process.exit(second.buffer.length === 400 && second.buffer.timeout === 60 && other === 'EC2MetadataCredentials' ? 0 : 1);
SCRIPT
AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1 NODE_NO_WARNINGS=1 node finding.cjs
