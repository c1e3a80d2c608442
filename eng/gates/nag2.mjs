// Runs the rules of cdk-nag 2 over synthesized templates: node nag2.mjs FOLDER
// Prints one line a finding that has no written reason in the template's metadata, and nothing when there is none.
import { App, Aspects, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag-2';
import { join } from 'node:path';
import { templatesIn } from './templates.mjs';

// Newer CDKs run their validator at every synthesis, which takes longer than all rules here: validate.mjs runs it.
process.env.CDK_VALIDATION = 'false';
// Within the folder, which whoever made it removes.
const app = new App({ outdir: join(process.argv[2], 'cdk.out'), analyticsReporting: false, stackTraces: false, treeMetadata: false });
const names = new Map();
templatesIn(process.argv[2]).forEach(({ name, path }, index) => {
  // A template says of itself how it is bootstrapped: the stack that includes it must not say so again.
  const stack = new Stack(app, `Template${index}`, { synthesizer: new BootstraplessSynthesizer() });
  names.set(stack.node.id, name);
  new CfnInclude(stack, 'Included', { templateFile: path });
});

const print = (compliance) => ({ resource, ruleId, ruleInfo }) => {
  const [stack, , ...path] = resource.node.path.split('/');
  console.log(`${names.get(stack)}: ${path.join('/')}: ${ruleId}: ${compliance}: ${ruleInfo}`);
};
const printWithout = (reason) => (data) => data[reason].trim().length > 0 || print('Suppressed')(data);
// A report of cdk-nag's own is a file that is read and written anew for each rule and resource.
const logger = {
  onCompliance: () => {},
  onNonCompliance: print('Non-Compliant'),
  onSuppressed: printWithout('suppressionReason'),
  onError: print('UNKNOWN'),
  onSuppressedError: printWithout('errorSuppressionReason'),
  onNotApplicable: () => {},
};
const settings = { reports: false, additionalLoggers: [logger] };
Aspects.of(app).add(new AwsSolutionsChecks(settings));
Aspects.of(app).add(new ServerlessChecks(settings));
app.synth();
