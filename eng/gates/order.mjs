// Finds what is made before that which it needs is there: node order.mjs FOLDER
// CloudFormation goes on as soon as the attribute of a reference is known; only DependsOn waits until a resource is made. Prints one line for each
// resource that uses a stream's consumer without waiting for it, and for each whose service looks, when it is made, at what its role may do, while a
// policy of that role is not waited for.
import { templatesIn } from './templates.mjs';

// What calls a consumer when it is made: a consumer that is not ACTIVE is refused. A policy only names it.
const usesConsumer = ['AWS::Kinesis::ResourcePolicy', 'AWS::Kinesis::Queue', 'AWS::Lambda::EventSourceMapping'];

// "Cannot access stream ...", "Firehose is unable to assume role ...", "does not have permissions to call CreateNetworkInterface on EC2".
const looksAtRole = ['AWS::Kinesis::Channel', 'AWS::KinesisAnalyticsV2::Application', 'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function'];

for (const { name, template } of templatesIn(process.argv[2])) {
  const resources = template.Resources;
  const report = (id, problem) => console.log(`${name}: ${id}: ${resources[id].Type} ${problem}`);
  for (const [id, resource] of Object.entries(resources)) {
    if (usesConsumer.includes(resource.Type)) {
      [...new Set(namedIn(resource.Properties))]
        .filter((other) => resources[other]?.Type === 'AWS::Kinesis::StreamConsumer' && !waits(resource).includes(other))
        .forEach((consumer) => report(id, `does not wait for the consumer ${consumer}`));
    }
    if (looksAtRole.includes(resource.Type)) {
      const before = allBefore(resources, id);
      policiesOf(resources, rolesOf(resources, resource)).filter((policy) => !before.has(policy))
        .forEach((policy) => report(id, `does not wait for ${policy}, a policy of its role`));
    }
  }
}

// A mapping reads as its function does.
function rolesOf(resources, resource) {
  const named = namedIn(resource.Properties);
  const functions = resource.Type === 'AWS::Lambda::EventSourceMapping'
    ? named.flatMap((id) => (resources[id]?.Type === 'AWS::Lambda::Alias' ? namedIn(resources[id].Properties) : [id]))
      .filter((id) => resources[id]?.Type === 'AWS::Lambda::Function') : [];
  return [...named, ...functions.flatMap((id) => namedIn(resources[id].Properties.Role))].filter((id) => resources[id]?.Type === 'AWS::IAM::Role');
}

function policiesOf(resources, roles) {
  return Object.entries(resources).filter(([, resource]) =>
    ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(resource.Type) && namedIn(resource.Properties.Roles).some((id) => roles.includes(id)))
    .map(([id]) => id);
}

// A policy is there as soon as it is made: by whatever way it comes first.
function allBefore(resources, id, found = new Set()) {
  for (const other of [...waits(resources[id]), ...namedIn(resources[id].Properties)]) {
    if (other in resources && !found.has(other)) {
      found.add(other);
      allBefore(resources, other, found);
    }
  }
  return found;
}

function waits(resource) {
  return [resource.DependsOn ?? []].flat();
}

// The resources that a value refers to, in whatever of CloudFormation's ways.
function namedIn(value) {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (typeof value.Ref === 'string') {
    return [value.Ref];
  }
  if ('Fn::GetAtt' in value) {
    return [[value['Fn::GetAtt']].flat()[0].split('.')[0]];
  }
  if ('Fn::Sub' in value) {
    const [text] = [value['Fn::Sub']].flat();
    return [...[...text.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)].map(([, id]) => id), ...namedIn([value['Fn::Sub']].flat().slice(1))];
  }
  return Object.values(value).flatMap(namedIn);
}
