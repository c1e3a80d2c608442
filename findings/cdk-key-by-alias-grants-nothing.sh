#!/usr/bin/env bash
# aws-cdk-lib 2.276.0 (npm), Node.js 20 or later: a key that is known by its alias takes every grant and renders none of it.
#
# Expected: that Alias.fromAliasName(...).grantDecrypt(role) either renders a statement on the role, as the same call on a key known by its ARN does, or
# throws, or warns.
# Seen: no statement, no error, no warning of the synthesis; the Grant that comes back says success false, which nobody reads. A stream or a queue whose
# encryptionKey is that alias grants its readers everything but the key. What works: kms.Key.fromKeyArn, or kms.Key.fromLookup({ aliasName }).
#
# Prints what each renders, and exits with 1 when it is no longer this.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { App, Stack } = require('aws-cdk-lib');
const { Alias, Key } = require('aws-cdk-lib/aws-kms');
const { Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');

const keys = {
  'by ARN': (stack) => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  'by alias': (stack) => Alias.fromAliasName(stack, 'Key', 'alias/orders'),
};
for (const [name, make] of Object.entries(keys)) {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Test');
  const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const grant = make(stack).grantDecrypt(role);
  const made = app.synth().getStackByName('Test');
  const statements = Object.values(made.template.Resources).filter((resource) => resource.Type === 'AWS::IAM::Policy')
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement).map((statement) => statement.Action);
  console.log(`${name}: statements ${JSON.stringify(statements)}, messages ${made.messages.length}, grant.success ${grant.success}`);
}
SCRIPT
found=$(NODE_NO_WARNINGS=1 node finding.cjs 2>/dev/null)
echo "$found"
[ "$found" = 'by ARN: statements ["kms:Decrypt"], messages 0, grant.success true
by alias: statements [], messages 0, grant.success false' ]
