// Finds resources that a later change would replace under the name that they already have: node replacement.mjs FOLDER
// CloudFormation makes the new one first, and the service refuses it: the name is taken. Prints one line a property whose change replaces a
// resource with a fixed name and that has no written reason in replacement-reasons.json. Of two files X.before.json and X.after.json it says what
// would in fact be replaced so, whatever the reasons are.
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { readFileSync } from 'node:fs';
import { templatesIn } from './templates.mjs';

const reasons = JSON.parse(readFileSync(new URL('replacement-reasons.json', import.meta.url), 'utf8'));
const spec = await loadAwsServiceSpec();
const resourceTypes = new Map([...spec.all('resource')].map((resource) => [resource.cloudFormationType, resource]));

// By what a service tells one from another, where CloudFormation's own identifier is made by the service.
const identities = {
  'AWS::ApiGateway::Model': ['RestApiId', 'Name'],
  'AWS::ApiGateway::RequestValidator': ['RestApiId', 'Name'],
  'AWS::ApiGateway::Resource': ['ParentId', 'PathPart'],
  'AWS::EC2::SecurityGroup': ['VpcId', 'GroupName'],
  // Two endpoints of one service with private DNS contend for its name.
  'AWS::EC2::VPCEndpoint': ['VpcId', 'ServiceName'],
  'AWS::Events::Rule': ['Name'],
  'AWS::Glue::Database': ['DatabaseName'],
  'AWS::Kinesis::Channel': ['ChannelName'],
  'AWS::Kinesis::StreamConsumer': ['StreamARN', 'ConsumerName'],
  // "An event source mapping with ... already exists": one a function and a source.
  'AWS::Lambda::EventSourceMapping': ['FunctionName', 'EventSourceArn'],
  'AWS::Lambda::Version': ['FunctionVersion'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SQS::Queue': ['QueueName'],
};

const templates = templatesIn(process.argv[2]);
const pairs = templates.filter(({ name }) => name.endsWith('.before.json'))
  .map((before) => [before, templates.find(({ name }) => name === before.name.replace('.before.json', '.after.json'))]);

for (const [before, after] of pairs) {
  for (const [id, resource] of Object.entries(after.template.Resources)) {
    const old = before.template.Resources[id];
    const changed = old?.Type === resource.Type ? trapsOf(resource).filter((name) => differ(name, old, resource)) : [];
    if (changed.length > 0 && isNamed(resource) && !identityOf(resource.Type).some((name) => differ(name, old, resource))) {
      console.log(`${after.name}: ${id}: ${resource.Type}: replaced under the name that it has: ${changed.join(', ')}`);
    }
  }
}

for (const { name, template } of templates.filter((one) => !pairs.flat().includes(one))) {
  for (const [id, resource] of Object.entries(template.Resources)) {
    for (const property of isNamed(resource) ? trapsOf(resource) : []) {
      const excuse = reasons[`${resource.Type}.${property}`];
      // In a stack with nothing set but what must be, a name is ours.
      if (!excuse?.reason?.trim() || (excuse.namedByUser && name.includes('every construct'))) {
        console.log(`${name}: ${id}: ${resource.Type}.${property} replaces it, under the name that it has`);
      }
    }
  }
}

function identityOf(type) {
  return identities[type] ?? resourceTypes.get(type)?.primaryIdentifier ?? [];
}

function isNamed(resource) {
  const identity = identityOf(resource.Type);
  return identity.length > 0 && identity.every((name) => name in (resource.Properties ?? {}));
}

function trapsOf(resource) {
  const identity = identityOf(resource.Type);
  return Object.entries(resourceTypes.get(resource.Type)?.properties ?? {})
    .filter(([name, property]) => ['yes', 'maybe'].includes(property.causesReplacement) && !identity.includes(name))
    .map(([name]) => name);
}

function differ(name, one, other) {
  return JSON.stringify(one.Properties?.[name]) !== JSON.stringify(other.Properties?.[name]);
}
