// Finds alarms that can never go off, or go off for another's trouble: node alarms.mjs FOLDER
// Prints one line for each dimension of an alarm that names no resource of its template as the service publishes it, and one for each metric that two
// stacks of an app watch as if it were theirs alone. Files APP@STACK.json are of one app.
import { templatesIn } from './templates.mjs';

// What a service writes into a dimension: the value of a type's Ref, of an attribute, or of a property.
const published = {
  'AWS/ApiGateway ApiName': [['AWS::ApiGateway::RestApi', 'Name']],
  'AWS/DynamoDB TableName': [['AWS::DynamoDB::Table', 'Ref']],
  'AWS/Firehose DeliveryStreamName': [['AWS::KinesisFirehose::DeliveryStream', 'Ref']],
  'AWS/Kinesis ChannelId': [['AWS::Kinesis::Channel', 'ChannelId']],
  'AWS/Kinesis ChannelName': [['AWS::Kinesis::Channel', 'ChannelName']],
  'AWS/Kinesis ConsumerName': [['AWS::Kinesis::StreamConsumer', 'ConsumerName']],
  'AWS/Kinesis QueueId': [['AWS::Kinesis::Queue', 'QueueARN/']],
  'AWS/Kinesis QueueName': [['AWS::Kinesis::Queue', 'QueueName']],
  'AWS/Kinesis StreamName': [['AWS::Kinesis::Stream', 'Ref']],
  'AWS/KinesisAnalytics Application': [['AWS::KinesisAnalyticsV2::Application', 'Ref']],
  'AWS/KinesisVideo StreamName': [['AWS::KinesisVideo::Stream', 'Ref']],
  'AWS/Lambda EventSourceMappingUUID': [['AWS::Lambda::EventSourceMapping', 'Ref'], ['AWS::Lambda::EventSourceMapping', 'Id']],
  'AWS/Lambda FunctionName': [['AWS::Lambda::Function', 'Ref']],
  'AWS/SQS QueueName': [['AWS::SQS::Queue', 'QueueName']],
  'Shardwise StreamName': [['AWS::Kinesis::Stream', 'Ref']],
};

// What a Ref gives where the name is the template's own.
const nameOf = {
  'AWS::DynamoDB::Table': 'TableName', 'AWS::Kinesis::Stream': 'Name', 'AWS::KinesisAnalyticsV2::Application': 'ApplicationName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName', 'AWS::KinesisVideo::Stream': 'Name', 'AWS::Lambda::Function': 'FunctionName',
};

const watched = new Map();
for (const { name, template } of templatesIn(process.argv[2])) {
  const alarms = Object.entries(template.Resources).filter(([, resource]) => resource.Type === 'AWS::CloudWatch::Alarm');
  for (const [id, { Properties: alarm }] of alarms) {
    for (const metric of metricsOf(alarm)) {
      const problems = problemsOf(template, metric);
      problems.forEach((problem) => console.log(`${name}: ${id}: ${metric.Namespace} ${metric.MetricName}: ${problem}`));
      if (problems.length === 0 && name.includes('@')) {
        note(name, id, metric, template);
      }
    }
  }
}

for (const [metric, places] of watched) {
  if (new Set(places.map(({ stack }) => stack)).size > 1) {
    console.log(`${places[0].stack}: ${places[0].id}: ${metric} is also watched by ${places.at(-1).stack}: ${places.at(-1).id}`);
  }
}

function metricsOf(alarm) {
  const several = alarm.Metrics ?? [];
  const queried = several.map(({ Expression }) => queryIn(textOf(Expression ?? ''))).filter(Boolean);
  return alarm.MetricName ? [alarm] : [...several.filter(({ MetricStat }) => MetricStat).map(({ MetricStat }) => MetricStat.Metric), ...queried];
}

// Of a query that ends in WHERE dimension = 'value'.
function queryIn(text) {
  const [, metric, space, dimension, value] = /^SELECT MAX\((\S+)\) FROM "([^"]+)" WHERE (\w+) = '([^']+)'/.exec(text) ?? [];
  return metric && { MetricName: metric, Namespace: space, Dimensions: [{ Name: dimension, Value: value }] };
}

function problemsOf(template, { Namespace: space, Dimensions: dimensions = [] }) {
  // The Kinesis Client Library: its namespace is the application's name, which is that of its lease table.
  if (!space.includes('/') && space !== 'Shardwise') {
    return all(template, 'AWS::DynamoDB::Table').some(([, table]) => table.TableName === space) ? [] : [`no table is named '${space}'`];
  }
  if (space === 'AWS/Events') {
    return problemsOfRule(template, dimensions);
  }
  const problems = dimensions.filter(({ Name, Value }) => !isPublished(template, `${space} ${Name}`, Value))
    .map(({ Name, Value }) => `${Name} is ${textOf(Value)}, which no resource here is called`);
  return dimensions.length > 0 ? problems : ['it has no dimension'];
}

function isPublished(template, dimension, value) {
  return (published[dimension] ?? []).some(([type, member]) => all(template, type).some(([id, properties]) => valuesOf(id, properties, type, member)
    .some((one) => textOf(one) === textOf(value))))
    || isOfStreamElsewhere(template, dimension, value);
}

function valuesOf(id, properties, type, member) {
  // What follows the slash of an ARN.
  if (member.endsWith('/')) {
    return [`split(/,{${id}.${member.slice(0, -1)}})[1]`];
  }
  const values = member === 'Ref' ? [`{${id}}`, properties[nameOf[type]]] : [`{${id}.${member}}`, properties[member]];
  return values.filter((value) => value !== undefined);
}

// A stream that another stack made, or nobody's: its name stands in an ARN that something else here uses.
function isOfStreamElsewhere(template, dimension, value) {
  const others = Object.values(template.Resources).filter(({ Type }) => !['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'].includes(Type));
  return ['AWS/Kinesis StreamName', 'Shardwise StreamName'].includes(dimension) && typeof value === 'string'
    && new RegExp(`stream/${value.replaceAll('.', '\\.')}["/]`).test(JSON.stringify(others));
}

// Ref of a rule is its name on the default bus, and BUS|NAME on another, where the metrics have the bus as a dimension of its own.
function problemsOfRule(template, dimensions) {
  const valueOf = (name) => dimensions.find(({ Name }) => Name === name)?.Value;
  const rule = all(template, 'AWS::Events::Rule').find(([id]) => textOf(valueOf('RuleName') ?? '').includes(`{${id}`));
  if (!rule) {
    return ['RuleName names no rule'];
  }
  const [id, { EventBusName: bus }] = rule;
  if (bus === undefined || bus === 'default') {
    const bare = bus === undefined ? [`{${id}}`, `split(/,{${id}.Arn})[1]`] : [`split(/,{${id}.Arn})[1]`];
    return bare.includes(textOf(valueOf('RuleName'))) && valueOf('EventBusName') === undefined ? [] : ['the rule is on the default bus'];
  }
  return [
    ...(textOf(valueOf('EventBusName') ?? '') === textOf(bus) ? [] : [`the rule is on the bus ${textOf(bus)}, and no dimension says so`]),
    ...(textOf(valueOf('RuleName')) === `split(|,{${id}})[1]` ? [] : [`RuleName is ${textOf(valueOf('RuleName'))}, which is BUS|NAME`]),
  ];
}

function all(template, type) {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type).map(([id, { Properties }]) => [id, Properties ?? {}]);
}

function note(name, id, { Namespace: space, MetricName: metric, Dimensions: dimensions }, template) {
  const [app, stack] = name.split('@');
  const values = dimensions.map(({ Name, Value }) => `${Name}=${unique(template, stack, Value)}`).sort();
  const key = `${app}: ${space} ${metric} ${values.join(' ')}`;
  watched.set(key, [...(watched.get(key) ?? []), { stack: name, id }]);
}

// A reference is to a resource of this stack alone, unless that has a name of the template's own.
function unique(template, stack, value) {
  const resource = template.Resources[value?.Ref];
  const given = resource?.Properties?.[nameOf[resource.Type]];
  return given !== undefined ? textOf(given) : typeof value === 'string' ? value : `${stack}:${textOf(value)}`;
}

// A value as text: {Id} for a reference, {Id.Attribute} for an attribute.
function textOf(value) {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (value.Ref) {
    return `{${value.Ref}}`;
  }
  if (value['Fn::GetAtt']) {
    return `{${[value['Fn::GetAtt']].flat().join('.')}}`;
  }
  if (value['Fn::Join']) {
    return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]);
  }
  if (value['Fn::Select']) {
    return `${textOf(value['Fn::Select'][1])}[${value['Fn::Select'][0]}]`;
  }
  if (value['Fn::Split']) {
    return `split(${value['Fn::Split'][0]},${textOf(value['Fn::Split'][1])})`;
  }
  return JSON.stringify(value);
}
