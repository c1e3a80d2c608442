#!/usr/bin/env bash
# aws-cdk-lib 2.160.0 and 2.276.0 (npm), Node.js 20 or later: `enforceSSL: true` on an SNS topic that only alarms publish to.
#
# Expected: that the option adds a denial of requests without TLS, and that alarms go on reaching the topic.
# Seen: 2.160.0 renders no policy at all, so that nothing is enforced. 2.276.0 renders a policy whose one statement is the denial; a topic's policy takes the
# place of the one that SNS gives to every topic and that lets the account's services publish, so that CloudWatch is shut out and every alarm is silent.
# SnsAction grants nothing. What works with both: a statement of one's own that allows sns:Publish to cloudwatch.amazonaws.com.
#
# Prints the statements that each version renders, and exits with 1 when they are no longer these.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.cjs <<'SCRIPT'
const { App, Stack } = require('aws-cdk-lib');
const { Alarm, Metric } = require('aws-cdk-lib/aws-cloudwatch');
const { SnsAction } = require('aws-cdk-lib/aws-cloudwatch-actions');
const { Topic } = require('aws-cdk-lib/aws-sns');

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Test');
const topic = new Topic(stack, 'OnCall', { enforceSSL: true });
const metric = new Metric({ namespace: 'AWS/Kinesis', metricName: 'WriteProvisionedThroughputExceeded' });
new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
const policies = Object.values(app.synth().getStackByName('Test').template.Resources).filter((resource) => resource.Type === 'AWS::SNS::TopicPolicy');
const statements = policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement);
console.log(JSON.stringify(statements.map(({ Effect, Action, Condition }) => [Effect, Action, Condition])));
SCRIPT
found=$(for version in 2.160.0 2.276.0; do
  mkdir "$version"
  cp finding.cjs "$version"
  (cd "$version" && npm init -y >/dev/null \
    && npm install --no-audit --no-fund --loglevel=error --ignore-scripts "aws-cdk-lib@$version" constructs@10.4.2 >/dev/null 2>&1 \
    || npm install --no-audit --no-fund --loglevel=error --ignore-scripts "aws-cdk-lib@$version" constructs@10.8.1 >/dev/null
  echo "$version: $(NODE_NO_WARNINGS=1 node finding.cjs 2>/dev/null)")
done)
echo "$found"
[ "$found" = '2.160.0: []
2.276.0: [["Deny","sns:Publish",{"Bool":{"aws:SecureTransport":"false"}}]]' ]
