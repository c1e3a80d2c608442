// Draws what flows where in a synthesized template: node picture.mjs TEMPLATE [SVG]
// Without a second argument the picture goes to standard output.
import { readFileSync, writeFileSync } from 'node:fs';

const resources = JSON.parse(readFileSync(process.argv[2], 'utf8')).Resources;
const kinds = {
  'AWS::ApiGateway::RestApi': ['API Gateway', '#e7157b'],
  'AWS::CloudTrail::Trail': ['CloudTrail trail', '#dd344c'],
  'AWS::Events::Rule': ['EventBridge rule', '#e7157b'],
  'AWS::Kinesis::Stream': ['Kinesis stream', '#8c4fff'],
  'AWS::KinesisAnalyticsV2::Application': ['Managed Flink', '#8c4fff'],
  'AWS::KinesisFirehose::DeliveryStream': ['Firehose delivery stream', '#8c4fff'],
  'AWS::Lambda::Function': ['Lambda function', '#ed7100'],
  'AWS::S3::Bucket': ['S3 bucket', '#3f8624'],
  'AWS::SQS::Queue': ['SQS queue', '#e7157b'],
  Outside: ['not in the template', '#888888'],
};
const nodes = new Map(Object.entries(resources).filter(([, { Type }]) => kinds[Type])
  .map(([id, { Type }]) => [id, { id, type: Type, title: title(id) }]));
const edges = [];

// What is told is drawn dashed; a control that goes back decides no column.
const connect = (from, to, label, { control = false, back = false } = {}) => {
  if (nodes.has(from) && nodes.has(to) && from !== to && !edges.some((edge) => edge.from === from && edge.to === to)) {
    edges.push({ from, to, label, control, back });
  }
};

for (const [id, { Type, Properties }] of Object.entries(resources)) {
  if (Type === 'AWS::Lambda::EventSourceMapping') {
    const [reader] = named(Properties.FunctionName);
    named(Properties.EventSourceArn).forEach((stream) => connect(stream, reader, 'batches'));
    named(Properties.DestinationConfig ?? {}).forEach((queue) => connect(reader, queue, 'failed batches'));
  } else if (Type === 'AWS::KinesisFirehose::DeliveryStream') {
    named(Properties.KinesisStreamSourceConfiguration ?? {}).forEach((stream) => connect(stream, id, 'records'));
    for (const [, value] of Object.entries(Properties).filter(([name]) => name.endsWith('DestinationConfiguration'))) {
      const { ProcessingConfiguration: processing, S3BackupConfiguration: backup, ...destination } = value;
      named(processing ?? {}).forEach((transform) => connect(id, transform, 'records, there and back'));
      named(destination).forEach((bucket) => connect(id, bucket, 'objects'));
      named(backup ?? {}).forEach((bucket) => connect(id, bucket, 'as they came'));
    }
  } else if (Type === 'AWS::Events::Rule') {
    const targets = Properties.Targets.flatMap((target) => named(target.Arn));
    const calls = targets.some((target) => resources[target].Type === 'AWS::Lambda::Function');
    if (calls) nodes.get(id).title = Properties.ScheduleExpression ? 'Every minute' : 'Writes are throttled';
    targets.forEach((target) => connect(id, target, calls ? 'calls' : 'events', { control: calls }));
    Properties.Targets.flatMap((target) => named(target.DeadLetterConfig ?? {})).forEach((queue) => connect(id, queue, 'failed events'));
  } else if (Type === 'AWS::ApiGateway::Method') {
    named(Properties.RestApiId).forEach((api) => named(Properties.Integration).forEach((stream) => connect(api, stream, 'records')));
  } else if (Type === 'AWS::CloudTrail::Trail') {
    named(Properties.AdvancedEventSelectors ?? []).forEach((stream) => connect(stream, id, 'who reads and writes', { control: true }));
    named(Properties.S3BucketName).forEach((bucket) => connect(id, bucket, 'log files'));
  } else if (Type === 'AWS::IAM::Policy') {
    const roles = named(Properties.Roles, false);
    const held = ({ Role, ServiceExecutionRole }) => named(Role ?? ServiceExecutionRole ?? {}, false).some((role) => roles.includes(role));
    for (const holder of [...nodes.keys()].filter((node) => held(resources[node].Properties ?? {}))) {
      const flink = nodes.get(holder).type === 'AWS::KinesisAnalyticsV2::Application';
      for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
        const actions = [Action].flat();
        if (actions.includes('kinesis:UpdateShardCount')) {
          named(Resource).forEach((stream) => connect(holder, stream, 'adds and removes shards', { control: true, back: true }));
        }
        if (actions.includes('s3:PutObject')) named(Resource).forEach((bucket) => connect(holder, bucket, 'objects'));
        if (flink && actions.includes('kinesis:GetRecords')) named(Resource).forEach((stream) => connect(stream, holder, 'records'));
      }
    }
  }
}

for (const { id } of [...nodes.values()].filter(({ type }) => type === 'AWS::Kinesis::Stream')) {
  nodes.set(`${id} producers`, { id: `${id} producers`, type: 'Outside', title: 'Your producers' });
  connect(`${id} producers`, id, 'records');
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

// A logical id in words, without its hash and without what the kind says already.
function title(id) {
  return id.replace(/[0-9A-F]{8}$/, '').replace(/(Function|Resource|Stream|Rule|Bucket)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bEtl\b/, 'ETL').replace(/\bApi\b/, 'API');
}

// A column is one more than the furthest of those that flow into it; what flows back decides nothing, and what begins a flow stands next to it.
const ahead = edges.filter(({ back }) => !back);
const column = (id, seen = []) =>
  Math.max(0, ...ahead.filter((edge) => edge.to === id && !seen.includes(edge.from)).map((edge) => 1 + column(edge.from, [...seen, id])));
for (const node of nodes.values()) node.column = column(node.id);
for (const node of nodes.values()) {
  const targets = ahead.filter(({ from }) => from === node.id).map(({ to }) => nodes.get(to).column);
  if (node.column === 0 && targets.length > 0) node.column = Math.min(...targets) - 1;
}

const vertical = ({ from, to }) => nodes.get(from).column === nodes.get(to).column;

const drawn = [...nodes.values()].filter(({ id }) => edges.some(({ from, to }) => from === id || to === id));
const columns = [];
for (const node of drawn) (columns[node.column] ??= []).push(node);

// Each node beside those it is connected with: the mean of their places, from left to right and back, until nothing crosses that need not.
const place = (nodesOfColumn) => nodesOfColumn.forEach((node, index) => { node.place = (index + 0.5) / nodesOfColumn.length; });
columns.forEach(place);
const mean = (node, wanted) => {
  const near = edges.filter(({ from, to }) => from === node.id || to === node.id).map(({ from, to }) => nodes.get(from === node.id ? to : from))
    .filter((other) => wanted(other.column - node.column));
  return near.length === 0 ? node.place : near.reduce((sum, other) => sum + other.place, 0) / near.length;
};
for (let sweep = 0; sweep < 8; sweep++) {
  const [order, wanted] = sweep % 2 === 0 ? [columns, (far) => far < 0] : [[...columns].reverse(), (far) => far > 0];
  for (const nodesOfColumn of order) {
    nodesOfColumn.sort((a, b) => mean(a, wanted) - mean(b, wanted));
    // What one controls within its column stands right below it, so that the line between them meets nothing.
    for (const { from, to } of edges.filter(vertical)) {
      const controlled = nodesOfColumn.findIndex(({ id }) => id === to);
      if (controlled < 0) continue;
      const [node] = nodesOfColumn.splice(controlled, 1);
      nodesOfColumn.splice(nodesOfColumn.findIndex(({ id }) => id === from) + 1, 0, node);
    }
    place(nodesOfColumn);
  }
}

const [width, height, gapX, gapY, margin, head, foot] = [230, 60, 160, 44, 24, 20, 56];
const tallest = Math.max(...columns.map((nodesOfColumn) => nodesOfColumn.length));
const canvas = {
  width: margin * 2 + columns.length * width + (columns.length - 1) * gapX,
  height: head + foot + tallest * (height + gapY),
};
columns.forEach((nodesOfColumn, x) => nodesOfColumn.forEach((node, y) => Object.assign(node, {
  x: margin + x * (width + gapX),
  y: head + y * (height + gapY) + ((tallest - nodesOfColumn.length) * (height + gapY)) / 2,
})));

// Every line leaves and arrives at a place of its own, so that none lies on another.
const port = (edge, end) => {
  const node = nodes.get(edge[end]);
  const other = end === 'from' ? 'to' : 'from';
  const beside = edges.filter((each) => each[end] === edge[end] && !vertical(each)).sort((a, b) => nodes.get(a[other]).y - nodes.get(b[other]).y);
  return node.y + (height * (beside.indexOf(edge) + 1)) / (beside.length + 1);
};
const count = (type) => Object.values(resources).filter((resource) => resource.Type === type).length;
const text = (value) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const box = ({ type, title: name, x, y }) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="#fff" stroke="${kinds[type][1]}" stroke-width="2"/>`
  + `<text x="${x + width / 2}" y="${y + 26}" font-weight="600" font-size="13">${text(name)}</text>`
  + `<text x="${x + width / 2}" y="${y + 45}" fill="#555">${kinds[type][0]}</text>`;
const route = (edge) => {
  const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
  if (vertical(edge)) {
    const [x, y1, y2] = [a.x + width / 2, a.y < b.y ? a.y + height : a.y, a.y < b.y ? b.y : b.y + height];
    return { path: `M${x} ${y1} V${y2}`, x: x + 8, y: (y1 + y2) / 2 + 4, anchor: 'start' };
  }
  const forth = a.x < b.x;
  const [x1, x2] = forth ? [a.x + width, b.x] : [a.x, b.x + width];
  const [y1, y2] = [port(edge, 'from'), port(edge, 'to')];
  const middle = (x1 + x2) / 2;
  // The words stand at the end where fewer lines meet.
  const meeting = (end) => edges.filter((each) => each[end] === edge[end] && !vertical(each)).length;
  const atStart = meeting('from') <= meeting('to');
  return {
    path: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
    x: atStart ? x1 + (forth ? 8 : -8) : x2 - (forth ? 12 : -12),
    y: (atStart ? y1 : y2) - 5,
    anchor: atStart === forth ? 'start' : 'end',
  };
};
const routes = edges.map((edge) => ({ ...edge, ...route(edge) }));
const line = ({ path, control }) => `<path d="${path}" stroke="#777" stroke-width="1.4"${control ? ' stroke-dasharray="5 4"' : ''} fill="none" marker-end="url(#to)"/>`;
const words = ({ label, x, y, anchor }) =>
  `<text x="${x}" y="${y}" fill="#333" text-anchor="${anchor}" stroke="#fafafa" stroke-width="4" paint-order="stroke">${label}</text>`;
const several = (number, name) => (number === 0 ? [] : [`${number} ${name}${number === 1 ? '' : 's'}`]);
const beside = [
  ...several(count('AWS::CloudWatch::Alarm'), 'alarm'), ...several(count('AWS::SNS::Topic'), 'topic'),
  ...several(count('AWS::CloudWatch::Dashboard'), 'dashboard'), ...several(count('AWS::Logs::LogGroup'), 'log group'),
  ...several(count('AWS::IAM::Role'), 'role'),
].join(', ');
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${canvas.width} ${canvas.height}" font-family="sans-serif" font-size="12" text-anchor="middle">
<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#777"/></marker></defs>
<rect width="100%" height="100%" fill="#fafafa"/>
${routes.map(line).join('\n')}
${drawn.map(box).join('\n')}
${routes.map(words).join('\n')}
<text x="${canvas.width / 2}" y="${canvas.height - 20}" fill="#555">Solid lines carry records, dashed ones control. Beside what is drawn: ${beside}.</text>
</svg>
`;
if (process.argv[3]) writeFileSync(process.argv[3], picture);
else process.stdout.write(picture);
