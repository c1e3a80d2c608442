// Draws what flows where in a synthesized template: node picture.mjs TEMPLATE [SVG]
// Without a second argument the picture goes to standard output.
import { readFileSync, writeFileSync } from 'node:fs';

const resources = JSON.parse(readFileSync(process.argv[2], 'utf8')).Resources;
const kinds = {
  'AWS::Kinesis::Stream': ['Kinesis stream', '#8c4fff'],
  'AWS::KinesisFirehose::DeliveryStream': ['Firehose delivery stream', '#8c4fff'],
  'AWS::KinesisAnalytics::ApplicationV2': ['Flink application', '#8c4fff'],
  'AWS::Lambda::Function': ['Lambda function', '#ed7100'],
  'AWS::S3::Bucket': ['S3 bucket', '#3f8624'],
  'AWS::SQS::Queue': ['SQS queue', '#e7157b'],
  'AWS::Events::Rule': ['EventBridge rule', '#e7157b'],
};
const nodes = new Map(Object.entries(resources).filter(([, { Type }]) => kinds[Type]).map(([id, { Type }]) => [id, { id, type: Type, edges: [] }]));
const edges = [];
const connect = (from, to, label, back = false) => {
  if (nodes.has(from) && nodes.has(to) && from !== to && !edges.some((edge) => edge.from === from && edge.to === to)) {
    edges.push({ from, to, label, back });
  }
};

for (const [id, { Type, Properties }] of Object.entries(resources)) {
  if (Type === 'AWS::Lambda::EventSourceMapping') {
    const [reader] = named(Properties.FunctionName);
    named(Properties.EventSourceArn).forEach((stream) => connect(stream, reader, 'batches'));
    named(Properties.DestinationConfig ?? {}).forEach((queue) => connect(reader, queue, 'what fails'));
  } else if (Type === 'AWS::KinesisFirehose::DeliveryStream') {
    named(Properties.KinesisStreamSourceConfiguration ?? {}).forEach((stream) => connect(stream, id, 'records'));
    for (const [name, value] of Object.entries(Properties).filter(([name]) => name.endsWith('DestinationConfiguration'))) {
      const { ProcessingConfiguration: processing, S3BackupConfiguration: backup, ...destination } = value;
      named(processing ?? {}).forEach((transform) => connect(id, transform, 'transform'));
      named(destination).forEach((bucket) => connect(id, bucket, 'objects'));
      named(backup ?? {}).forEach((bucket) => connect(id, bucket, 'backup'));
    }
  } else if (Type === 'AWS::Events::Rule') {
    const label = Properties.ScheduleExpression ? 'each minute' : 'on an alarm';
    Properties.Targets.flatMap((target) => named(target.Arn)).forEach((target) => connect(id, target, label));
  } else if (Type === 'AWS::IAM::Policy') {
    const roles = named(Properties.Roles, false);
    const holders = [...nodes.keys()].filter((node) => named(resources[node].Properties.Role ?? {}, false).some((role) => roles.includes(role)));
    for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
      const actions = [Action].flat();
      for (const holder of holders) {
        if (actions.includes('kinesis:UpdateShardCount')) named(Resource).forEach((stream) => connect(holder, stream, 'reshards', true));
        if (actions.includes('s3:PutObject')) named(Resource).forEach((bucket) => connect(holder, bucket, 'objects'));
      }
    }
  }
}

// The logical ids that a value refers to; a version of a function stands for the function.
function named(value, drawn = true) {
  const found = new Set();
  const walk = (part) => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part && typeof part === 'object') {
      const id = part.Ref ?? part['Fn::GetAtt']?.[0];
      if (id && resources[id]?.Type === 'AWS::Lambda::Version') walk(resources[id].Properties.FunctionName);
      else if (id && (!drawn || nodes.has(id))) found.add(id);
      else Object.values(part).forEach(walk);
    }
  };
  walk(value);
  return [...found];
}

// A column is one more than the furthest of those that flow into it; what flows back decides nothing.
const column = (id, seen = []) => Math.max(0, ...edges.filter((edge) => edge.to === id && !edge.back && !seen.includes(edge.from)).map((edge) => 1 + column(edge.from, [...seen, id])));
const columns = [];
for (const id of nodes.keys()) (columns[column(id)] ??= []).push(id);

const [width, height, gapX, gapY, margin, head] = [220, 52, 110, 26, 20, 44];
const tallest = Math.max(...columns.map((ids) => ids.length));
const canvas = { width: margin * 2 + columns.length * width + (columns.length - 1) * gapX, height: head + margin + tallest * (height + gapY) };
columns.forEach((ids, x) => ids.forEach((id, y) => Object.assign(nodes.get(id), {
  x: margin + x * (width + gapX),
  y: head + y * (height + gapY) + ((tallest - ids.length) * (height + gapY)) / 2,
})));

const count = (type) => Object.values(resources).filter((resource) => resource.Type === type).length;
const text = (value) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const title = (id) => id.replace(/[0-9A-F]{8}$/, '').replace(/(Function|Resource)$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
const box = ({ id, type, x, y }) => `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="#fff" stroke="${kinds[type][1]}" stroke-width="2"/>`
  + `<text x="${x + width / 2}" y="${y + 22}" font-weight="600">${text(title(id))}</text><text x="${x + width / 2}" y="${y + 40}" fill="#666">${kinds[type][0]}</text></g>`;
const line = ({ from, to, label, back }) => {
  const [a, b] = [nodes.get(from), nodes.get(to)];
  const [x1, y1, x2, y2] = back || b.x <= a.x
    ? [a.x + width / 2, a.y, b.x + width / 2, b.y + (a.y < b.y ? 0 : height)]
    : [a.x + width, a.y + height / 2, b.x, b.y + height / 2];
  return `<path d="M${x1} ${y1} L${x2} ${y2}" stroke="#888"${back ? ' stroke-dasharray="5 4"' : ''} fill="none" marker-end="url(#to)"/>`
    + `<text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 5}" fill="#444">${label}</text>`;
};
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${canvas.width} ${canvas.height}" font-family="sans-serif" font-size="12" text-anchor="middle">
<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#888"/></marker></defs>
<rect width="100%" height="100%" fill="#fafafa"/>
<text x="${canvas.width / 2}" y="22" fill="#666">Beside them: ${count('AWS::CloudWatch::Alarm')} alarms, ${count('AWS::CloudWatch::Dashboard')} dashboard, ${count('AWS::Logs::LogGroup')} log groups, ${count('AWS::IAM::Role')} roles</text>
${edges.map(line).join('\n')}
${[...nodes.values()].map(box).join('\n')}
</svg>
`;
if (process.argv[3]) writeFileSync(process.argv[3], picture);
else process.stdout.write(picture);
