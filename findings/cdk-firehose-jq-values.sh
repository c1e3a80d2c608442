#!/bin/sh
# aws-cdk-lib 2.276.0 (npm), asked with jq-web 0.5.1 (npm: jq compiled at 1.6rc1-16-g341a5fc), Node.js 20 or later: the CDK's dynamic partitioning
# of delivery streams, MetadataExtractionProcessor.jq16, pastes each expression behind its key without parentheses. What jq takes by itself, it then
# refuses as the value of an object, unless it is a path or a pipe of such: //, +, ==, if and the like. Synthesis says nothing.
# Seen:
#   {"customer":.customer.id} gives {"customer":"c7"}
#   {"customer":.customer.id // "none"} does not compile
#   {"customer":if .test then "t" else "l" end} does not compile
# What works: parentheses of your own around each expression.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --no-audit --no-fund --loglevel=error --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 jq-web@0.5.1 > /dev/null
cat > queries.cjs <<'END'
const { MetadataExtractionProcessor } = require('aws-cdk-lib/aws-kinesisfirehose');
const jq = require('jq-web');

const expressions = ['.customer.id', '.customer.id // "none"', 'if .test then "t" else "l" end'];
const record = { customer: { id: 'c7' }, test: true };
const attempt = (query) => {
  try {
    return `gives ${JSON.stringify(jq.json(record, query))}`;
  } catch (error) {
    return /compile error/.test(error.message ?? error) ? 'does not compile' : `fails: ${error.message ?? error}`;
  }
};
jq.onInitialized.addListener(() => {
  for (const expression of expressions) {
    const processor = MetadataExtractionProcessor.jq16({ customer: expression });
    const { parameters } = processor.bind(undefined, { dynamicPartitioningEnabled: true, prefix: '!{partitionKeyFromQuery:customer}/' });
    const query = parameters.find((parameter) => parameter.parameterName === 'MetadataExtractionQuery').parameterValue;
    console.log(`${query} ${attempt(query)}; by itself it ${attempt(expression)}`);
  }
});
END
node queries.cjs > seen.txt
cat seen.txt
cat > expected.txt <<'END'
{"customer":.customer.id} gives {"customer":"c7"}; by itself it gives "c7"
{"customer":.customer.id // "none"} does not compile; by itself it gives "c7"
{"customer":if .test then "t" else "l" end} does not compile; by itself it gives "t"
END
cmp seen.txt expected.txt
