// Runs the rules of AWS Control Tower for cfn-guard over synthesized templates: node guard.mjs FOLDER
// Prints one line a finding whose rule has no written reason in guard-reasons.json, and nothing when there is none.
import cfnGuard from '@cdklabs/cdk-validator-cfnguard';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { templatesIn } from './templates.mjs';

const reasons = JSON.parse(readFileSync(new URL('guard-reasons.json', import.meta.url), 'utf8'));
const rules = rulesWithoutReason();

for (const { files, templates } of templatesByRules()) {
  const validator = new cfnGuard.CfnGuardValidator({ controlTowerRulesEnabled: false, rules: files, maxBuffer: 256 * 1024 * 1024 });
  for (const { description, violatingResources } of validator.validate({ templatePaths: templates }).violations) {
    const [, rule, what] = /^\[([^\]]+)\]:\s*(.*)$/s.exec(description);
    violatingResources.forEach(({ resourceLogicalId, templatePath }) =>
      console.log(`${basename(templatePath)}: ${resourceLogicalId}: ${rule}: ${what}`));
  }
}

// Guard evaluates each rule over each template, those too whose kinds of resource are nowhere in it; and it starts anew for each set of rules.
function templatesByRules() {
  const groups = new Map();
  for (const { path, template } of templatesIn(process.argv[2])) {
    const types = new Set(Object.values(template.Resources).map((resource) => resource.Type));
    const files = rules.filter((rule) => rule.types.length === 0 || rule.types.some((type) => types.has(type))).map((rule) => rule.file);
    const key = files.join();
    groups.set(key, { files, templates: [...(groups.get(key)?.templates ?? []), path] });
  }
  return [...groups.values()].filter(({ files }) => files.length > 0);
}

// Each with the kinds of resource that it names. A rule with a reason is not asked: its file has its name.
function rulesWithoutReason() {
  const folder = join(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard'), '..', '..', 'rules', 'control-tower', 'cfn-guard');
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.guard'))
    .filter((file) => !reasons[basename(file, '.guard').toUpperCase().replaceAll('-', '.')]?.trim())
    .map((file) => join(folder, file))
    .map((file) => ({ file, types: [...readFileSync(file, 'utf8').matchAll(/["'](AWS::\w+::\w+)["']/g)].map(([, type]) => type) }));
}
