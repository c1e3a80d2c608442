// Runs the rules of cdk-nag 3 over synthesized templates: node nag3.mjs FOLDER
// It reads reasons from constructs, which a template no longer has: beside NAME.json lies NAME.json.acknowledged, with a resource's reasons by its
// logical id.
// Prints one line a finding without a reason, and nothing when there is none.
import { App, BootstraplessSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatesIn } from './templates.mjs';

// An app makes its folder at once: within the one that is given, which whoever made it removes.
const app = new App({ outdir: join(process.argv[2], 'cdk.out'), analyticsReporting: false });
const names = new Map();
templatesIn(process.argv[2]).forEach(({ name, path }, index) => {
  const stack = new Stack(app, `Template${index}`, { synthesizer: new BootstraplessSynthesizer() });
  names.set(stack.node.id, name);
  const included = new CfnInclude(stack, 'Included', { templateFile: path });
  const acknowledged = existsSync(`${path}.acknowledged`) ? JSON.parse(readFileSync(`${path}.acknowledged`, 'utf8')) : {};
  for (const [id, reasons] of Object.entries(acknowledged)) {
    const written = Object.entries(reasons).filter(([, reason]) => reason.trim().length > 0);
    included.getResource(id).node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(written));
  }
});
for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
  for (const { ruleName, description, violatingResources } of pack.validateScope(app).violations) {
    for (const { constructPath } of violatingResources) {
      const [stack, , ...resource] = constructPath.split('/');
      console.log(`${names.get(stack)}: ${resource.join('/')}: ${ruleName}: ${description}`);
    }
  }
}
