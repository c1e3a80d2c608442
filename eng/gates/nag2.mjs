// Runs the rules of cdk-nag 2 over synthesized templates: node nag2.mjs FOLDER
// Prints one line a finding that has no written reason in the template's metadata, and nothing when there is none.
import { App, Aspects, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, NagReportFormat, ServerlessChecks } from 'cdk-nag-2';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatesIn } from './templates.mjs';

// Within the folder, which whoever made it removes.
const outdir = join(process.argv[2], 'cdk.out');
const app = new App({ outdir, analyticsReporting: false });
const names = new Map();
templatesIn(process.argv[2]).forEach(({ name, path }, index) => {
  // A template says of itself how it is bootstrapped: the stack that includes it must not say so again.
  const stack = new Stack(app, `Template${index}`, { synthesizer: new BootstraplessSynthesizer() });
  names.set(stack.stackName, name);
  new CfnInclude(stack, 'Included', { templateFile: path });
});
const settings = { reports: true, reportFormats: [NagReportFormat.JSON] };
Aspects.of(app).add(new AwsSolutionsChecks(settings));
Aspects.of(app).add(new ServerlessChecks(settings));
app.synth();
for (const file of readdirSync(outdir).filter((file) => file.endsWith('NagReport.json'))) {
  for (const line of JSON.parse(readFileSync(join(outdir, file), 'utf8')).lines) {
    const excused = line.compliance === 'Suppressed' && line.exceptionReason.trim().length > 0;
    if (line.compliance !== 'Compliant' && !excused) {
      const [stackName, , ...resource] = line.resourceId.split('/');
      console.log(`${names.get(stackName)}: ${resource.join('/')}: ${line.ruleId}: ${line.compliance}: ${line.ruleInfo}`);
    }
  }
}
