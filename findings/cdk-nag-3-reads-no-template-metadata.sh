#!/usr/bin/env bash
# cdk-nag 2.38.2 and 3.0.2, aws-cdk-lib 2.276.0 (npm), Node.js 20 or later: a reason that stands in the template's metadata.
#
# Expected: that `Metadata: { cdk_nag: { rules_to_suppress } }` of a resource, the documented form for resources of templates and of other languages, goes on
# being read after the major version.
# Seen: version 2 takes the reason; version 3 reports the rule as if nothing were there, and its users' synthesis fails. It reads construct metadata
# instead (aws:cdk:acknowledged-rules, rule id to reason), which version 2 does not. Whoever makes constructs for others writes both.
#
# Prints what each version finds, and exits with 1 when it is no longer this.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 cdk-nag-2@npm:cdk-nag@2.38.2 cdk-nag-3@npm:cdk-nag@3.0.2 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { Annotations, Match } = require('aws-cdk-lib/assertions');
const { Bucket } = require('aws-cdk-lib/aws-s3');

const rule = 'AwsSolutions-S1';
const reasons = {
  none: () => {},
  'in the template': (resource) => resource.addMetadata('cdk_nag', { rules_to_suppress: [{ id: rule, reason: 'access logs are the owner\'s choice' }] }),
  'of the construct': (resource) => resource.node.addMetadata('aws:cdk:acknowledged-rules', { [rule]: 'access logs are the owner\'s choice' }),
};
for (const version of ['cdk-nag-2', 'cdk-nag-3']) {
  const { AwsSolutionsChecks } = require(version);
  for (const [where, give] of Object.entries(reasons)) {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Test');
    give(new Bucket(stack, 'Lake').node.defaultChild);
    let found;
    if (version === 'cdk-nag-2') {
      Aspects.of(app).add(new AwsSolutionsChecks());
      found = Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(`^${rule}:`)).length > 0;
    } else {
      found = new AwsSolutionsChecks(app).validateScope(app).violations.some((violation) => violation.ruleName === rule);
    }
    console.log(`${version}, reason ${where}: ${rule} reported ${found}`);
  }
}
SCRIPT
found=$(NODE_NO_WARNINGS=1 node finding.cjs 2>err.txt || cat err.txt)
echo "$found"
[ "$found" = 'cdk-nag-2, reason none: AwsSolutions-S1 reported true
cdk-nag-2, reason in the template: AwsSolutions-S1 reported false
cdk-nag-2, reason of the construct: AwsSolutions-S1 reported true
cdk-nag-3, reason none: AwsSolutions-S1 reported true
cdk-nag-3, reason in the template: AwsSolutions-S1 reported true
cdk-nag-3, reason of the construct: AwsSolutions-S1 reported false' ]
