// Checks every resource of synthesized templates against CloudFormation's own schema: node schema.mjs FOLDER
// Prints one line a property that is unknown, missing or of the wrong type, and nothing when there is none.
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { templatesIn } from './templates.mjs';

const spec = await loadAwsServiceSpec();
const resourceTypes = new Map([...spec.all('resource')].map((resource) => [resource.cloudFormationType, resource]));

// What CloudFormation documents and the pinned schema does not know yet.
const newer = {
  // UpdateStreamRecordDistributionStrategy in the Kinesis API reference; a property of the stream in CDK 2.276.
  'AWS::Kinesis::Stream': { RecordDistributionStrategy: { type: { type: 'string', allowedValues: ['AUTO', 'USER_PARTITION_KEY'] } } },
  // AWS::Kinesis::Queue in the CloudFormation template reference.
  'AWS::Kinesis::Queue': {
    QueueName: { type: { type: 'string' }, required: true },
    QueueAttributes: object({
      VisibilityTimeoutSeconds: { type: { type: 'integer' } },
      DeadLetterConfiguration: object({
        TargetType: { type: { type: 'string', allowedValues: ['BUILT_IN', 'NONE'] }, required: true },
        MaxReceiveCount: { type: { type: 'integer' } },
      }),
    }),
    StreamConfigurationList: {
      type: { type: 'array', element: object({ StreamARN: { type: { type: 'string' }, required: true } }).type }, required: true,
    },
  },
};
for (const [name, properties] of Object.entries(newer)) {
  resourceTypes.set(name, { properties: { ...resourceTypes.get(name)?.properties, ...properties } });
}

// The same of what is nested, by the name of its type.
const newerNested = {
  // "Set up enhanced snapshots" in the Managed Service for Apache Flink developer guide; properties of the application in CDK 2.276.
  'AWS::KinesisAnalyticsV2::Application': {
    ApplicationSnapshotConfiguration: {
      SnapshotMode: { type: { type: 'string', allowedValues: ['ENHANCED_SNAPSHOTS', 'APPLICATION_SNAPSHOTS_LEGACY'] } },
    },
    ApplicationRestoreConfiguration: { SnapshotArn: { type: { type: 'string' } } },
  },
};
for (const [name, definitions] of Object.entries(newerNested)) {
  for (const { entity } of spec.follow('usesType', spec.lookup('resource', 'cloudFormationType', 'equals', name).only())) {
    Object.assign(entity.properties, definitions[entity.name]);
  }
}

for (const { name, template } of templatesIn(process.argv[2])) {
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    const report = (path, problem) => console.log(`${name}: ${id}: ${[resource.Type, ...path].join('.')} ${problem}`);
    const type = resourceTypes.get(resource.Type);
    if (type) {
      checkProperties(resource.Properties ?? {}, type.properties, [], report);
    } else if (!resource.Type.startsWith('Custom::')) {
      report([], 'is no resource type');
    }
  }
}

function object(properties) {
  return { type: { type: 'object', properties } };
}

function checkProperties(actual, expected, path, report) {
  for (const [name, value] of Object.entries(actual)) {
    if (expected[name]) {
      check(value, expected[name], [...path, name], report);
    } else {
      report([...path, name], 'is unknown');
    }
  }
  for (const [name, property] of Object.entries(expected)) {
    if (property.required && !(name in actual)) {
      report([...path, name], 'is missing');
    }
  }
}

// A property may have had other types before, and CloudFormation still takes them.
function check(value, property, path, report) {
  const types = [property.type, ...(property.previousTypes ?? [])];
  const attempts = types.map((type) => problemsOf(value, type, path));
  const best = attempts.reduce((a, b) => (b.length < a.length ? b : a));
  best.forEach(([at, problem]) => report(at, problem));
}

function problemsOf(value, type, path) {
  const problems = [];
  const report = (at, problem) => problems.push([at, problem]);
  if (isIntrinsic(value)) {
    return problems;
  }
  switch (type.type) {
    case 'string':
    case 'date-time':
      // CloudFormation turns numbers and booleans into text.
      if (typeof value === 'object') {
        report(path, 'is no text');
      } else if (type.allowedValues && !type.allowedValues.includes(value)) {
        report(path, `is '${value}', none of ${type.allowedValues.join(', ')}`);
      }
      break;
    case 'integer':
      if (!Number.isInteger(Number(value)) || typeof value === 'boolean') {
        report(path, 'is no whole number');
      }
      break;
    case 'number':
      if (typeof value === 'boolean' || Number.isNaN(Number(value))) {
        report(path, 'is no number');
      }
      break;
    case 'boolean':
      if (typeof value !== 'boolean' && value !== 'true' && value !== 'false') {
        report(path, 'is neither true nor false');
      }
      break;
    case 'array':
      if (Array.isArray(value)) {
        value.forEach((item, index) => problems.push(...problemsOf(item, type.element, [...path, index])));
      } else {
        report(path, 'is no list');
      }
      break;
    case 'map':
      if (isObject(value)) {
        Object.entries(value).forEach(([key, item]) => problems.push(...problemsOf(item, type.element, [...path, key])));
      } else {
        report(path, 'is no map');
      }
      break;
    case 'tag':
      if (!isObject(value) || !('Key' in value) || !('Value' in value)) {
        report(path, 'is no tag');
      }
      break;
    case 'ref':
      if (isObject(value)) {
        checkProperties(value, spec.get('typeDefinition', type.reference.$ref).properties, path, report);
      } else {
        report(path, 'is no object');
      }
      break;
    case 'object':
      if (isObject(value)) {
        checkProperties(value, type.properties, path, report);
      } else {
        report(path, 'is no object');
      }
      break;
    case 'union': {
      const attempts = type.types.map((option) => problemsOf(value, option, path));
      problems.push(...attempts.reduce((a, b) => (b.length < a.length ? b : a)));
      break;
    }
    default:
      // Free JSON: whatever it is.
      break;
  }
  return problems;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What CloudFormation computes has no type before it is deployed.
function isIntrinsic(value) {
  if (!isObject(value)) {
    return false;
  }
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}
