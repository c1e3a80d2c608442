#!/usr/bin/env bash
# aws-cdk-lib 2.276.0 (npm), Node.js 20: in a test, the first synthesis of each process takes ten to twenty times as long as it did.
#
# Expected: that Template.fromStack of a stack with one stream takes a tenth or two of a second, as the tests of earlier versions did.
# Seen: App.synth loads a validator of CloudFormation templates first, a WebAssembly module that takes seconds to be ready, and asks it about each template.
# A second app of the same process is fast again; a test runner with a process for each file pays for each, also where the template has nothing to object to,
# and nothing of it is printed.
# What works: CDK_VALIDATION=false in the environment of unit tests, and not in that of the synthesis that is deployed.
#
# Prints the time of two syntheses with and without it, and exits with 1 when the first is less than four times as long.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --loglevel=error aws-cdk-lib@2.276.0 constructs@10.8.1 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { App, Stack } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const { Stream } = require('aws-cdk-lib/aws-kinesis');

const took = () => {
  const begin = performance.now();
  const stack = new Stack(new App(), 'Clicks');
  new Stream(stack, 'Stream');
  Template.fromStack(stack).resourceCountIs('AWS::Kinesis::Stream', 1);
  return Math.round(performance.now() - begin);
};
console.log(took(), took());
SCRIPT
node finding.cjs >/dev/null 2>&1 # Whatever is cached by the first run of a machine is cached now.
read -r first second < <(NODE_NO_WARNINGS=1 node finding.cjs 2>/dev/null)
read -r bare again < <(CDK_VALIDATION=false NODE_NO_WARNINGS=1 node finding.cjs 2>/dev/null)
echo "with the validator: $first ms, then $second ms; without: $bare ms, then $again ms"
[ "$first" -gt $((4 * bare)) ]
