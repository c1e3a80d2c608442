// Runs what newer CDKs validate at every synthesis over synthesized templates: node validate.mjs FOLDER
// Prints one line a finding, warnings too, and nothing when there is none.
import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { basename, join } from 'node:path';
import { templatesIn } from './templates.mjs';

const templates = templatesIn(process.argv[2]).map(({ name, path }) => ({ stackConstructPath: name, templatePath: path }));
const { violations } = new CloudFormationValidatePlugin().validate({
  templatePaths: templates.map(({ templatePath }) => templatePath),
  stackTemplates: templates,
  // An app makes its folder at once: within the one that is given, which whoever made it removes.
  appConstruct: new App({ outdir: join(process.argv[2], 'cdk.out'), analyticsReporting: false }),
});
// Younger than the validator: the schema gate has what CloudFormation documents of it.
const younger = [
  ['F3006', "'AWS::Kinesis::Queue'"],
  ['F3002', 'ApplicationSnapshotConfiguration.SnapshotMode: '],
  ['F3002', 'ApplicationRestoreConfiguration.SnapshotArn: '],
];
const isYounger = ({ ruleName, description }) => younger.some(([rule, text]) => ruleName === rule && description.includes(text));
for (const { ruleName, description, violatingResources } of violations.filter((violation) => !isYounger(violation))) {
  for (const { resourceLogicalId, templatePath } of violatingResources) {
    console.log(`${basename(templatePath)}: ${resourceLogicalId ?? 'template'}: ${ruleName}: ${description}`);
  }
}
