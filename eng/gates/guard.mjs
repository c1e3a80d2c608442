// Runs the rules of AWS Control Tower for cfn-guard over synthesized templates: node guard.mjs FOLDER
// Prints one line a finding whose rule has no written reason in guard-reasons.json, and nothing when there is none.
import cfnGuard from '@cdklabs/cdk-validator-cfnguard';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { templatesIn } from './templates.mjs';

const templates = templatesIn(process.argv[2]);
const reasons = JSON.parse(readFileSync(new URL('guard-reasons.json', import.meta.url), 'utf8'));
const validator = new cfnGuard.CfnGuardValidator({
  controlTowerRulesEnabled: false,
  rules: rulesFor(new Set(templates.flatMap(({ template }) => Object.values(template.Resources).map((resource) => resource.Type)))),
  maxBuffer: 256 * 1024 * 1024,
});
for (const { description, violatingResources } of validator.validate({ templatePaths: templates.map(({ path }) => path) }).violations) {
  const [, rule, what] = /^\[([^\]]+)\]:\s*(.*)$/s.exec(description);
  if (!reasons[rule]?.trim()) {
    violatingResources.forEach(({ resourceLogicalId, templatePath }) =>
      console.log(`${basename(templatePath)}: ${resourceLogicalId}: ${rule}: ${what}`));
  }
}

// Guard evaluates each rule over each template, those too whose kinds of resource are nowhere in it: a tenth of the rules takes a tenth of the time.
function rulesFor(types) {
  const folder = join(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard'), '..', '..', 'rules', 'control-tower', 'cfn-guard');
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.guard')).map((file) => join(folder, file)).filter((file) => {
    const named = [...readFileSync(file, 'utf8').matchAll(/["'](AWS::\w+::\w+)["']/g)].map(([, type]) => type);
    return named.length === 0 || named.some((type) => types.has(type));
  });
}
