import { ApiError, post, remove } from './api.js';
import { field, h, keyed, section, setText } from './dom.js';
import * as format from './format.js';

const KINDS = [
  ['ThrottleRecords', 'throttle records'],
  ['Throttle', 'throttle calls'],
  ['InternalFailure', 'fail with 500'],
  ['Unavailable', 'fail with 503'],
  ['Slow', 'answer slowly'],
  ['LostAnswer', 'carry out, lose the answer'],
];
const OPERATIONS = [
  '',
  'PutRecord',
  'PutRecords',
  'GetRecords',
  'GetShardIterator',
  'SubscribeToShard',
  'DescribeStreamSummary',
  'ListShards',
  'UpdateShardCount',
  'SplitShard',
  'MergeShards',
];

export function controls() {
  const selects = { streams: [], functions: [] };
  const choice = (id, kind, hasAll) => {
    const select = h('select', { id });
    selects[kind].push([select, hasAll]);
    return select;
  };
  const faults = h('ul', { class: 'plain faults' });
  const noFault = h('p', { class: 'muted' }, 'No fault is ordered.');
  const element = h(
    'div',
    {},
    h('h1', {}, 'Drive'),
    h(
      'div',
      { class: 'controls' },
      put(choice),
      advance(),
      kill(choice),
      scale(choice),
      fault(choice),
      section(
        'Faults at the moment',
        noFault,
        faults,
        actions({ label: 'Take all back', path: '/fault', isRemove: true, said: (answer) => `${answer.removed} taken back` }),
      ),
    ),
  );
  return {
    element,
    update(state) {
      const names = {
        streams: state.streams.filter(Boolean).map((item) => [item.name, item.name]),
        functions: state.functions.map((item) => [item.name, item.logicalId ?? item.name]),
      };
      for (const [kind, all] of Object.entries(selects)) {
        for (const [select, hasAll] of all) {
          keyed(
            select,
            hasAll ? [['', 'all'], ...names[kind]] : names[kind],
            ([value]) => value,
            ([value, text]) => h('option', { value }, text),
          );
        }
      }
      noFault.hidden = state.faults.length > 0;
      keyed(
        faults,
        state.faults.slice(0, 100),
        (item) => item.id,
        faultLine,
        (line, item) => setText(line.firstChild, describe(item)),
      );
    },
  };
}

function put(choice) {
  const stream = choice('put-stream', 'streams');
  const key = h('input', { id: 'put-key', autocomplete: 'off', spellcheck: 'false', placeholder: 'spread over the shards' });
  const text = h('textarea', { id: 'put-text', rows: 6, spellcheck: 'false' });
  text.value = '{"id": 1, "text": "from the page"}\n';
  const whole = h('input', { id: 'put-whole', type: 'checkbox' });
  return command(
    'Put records',
    [
      field('Stream', stream),
      field('Member that is the key', key),
      field('Records, a line each', text),
      h('label', { class: 'check', for: 'put-whole' }, whole, 'all of it is one record'),
    ],
    'Put',
    async () => {
      const answer = await post('/put', { stream: stream.value, key: key.value, whole: whole.checked ? 'true' : '' }, text.value);
      const again = answer.throttled ? `, ${format.count(answer.throttled)} of them again after they were throttled` : '';
      return `${format.count(answer.records)} put into ${answer.stream}${again}`;
    },
  );
}

function advance() {
  const by = h('input', {
    id: 'advance-by',
    value: '15m',
    required: true,
    autocomplete: 'off',
    pattern: '[0-9.]+[smhd]',
    title: 'a number and s, m, h or d, as in 2h',
  });
  const presets = h(
    'div',
    { class: 'actions', role: 'group', 'aria-label': 'Common steps' },
    ['1m', '15m', '1h', '1d'].map((step) =>
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            by.value = step;
            by.form.requestSubmit();
          },
        },
        `+ ${step}`,
      ),
    ),
  );
  return command(
    'Advance time',
    [presets, field('By (30s, 15m, 2h, 1d)', by)],
    'Advance',
    async () => `It is ${format.dateTime((await post('/advance', { by: by.value })).time)} now`,
  );
}

function kill(choice) {
  const name = choice('kill-function', 'functions');
  return command(
    'Kill a function',
    [
      field('Function', name),
      h('p', { class: 'muted' }, 'Its processes are killed where they are; AWS Lambda would start others, and so does this.'),
    ],
    'Kill',
    async () => {
      const answer = await post('/kill', { function: name.value });
      return `${answer.killed} ${answer.killed === 1 ? 'process' : 'processes'} of ${answer.function} killed`;
    },
    true,
  );
}

function scale(choice) {
  const stream = choice('scale-stream', 'streams');
  const shards = h('input', { id: 'scale-shards', type: 'number', min: 1, max: 100000, required: true, value: 4 });
  return command('Scale a stream', [field('Stream', stream), field('Shards', shards)], 'Scale', async () => {
    const answer = await post('/scale', { stream: stream.value, shards: shards.value });
    return `${answer.stream}: from ${answer.from} to ${answer.to} shards has begun`;
  });
}

function fault(choice) {
  const kind = h(
    'select',
    { id: 'fault-kind' },
    KINDS.map(([value, text]) => h('option', { value }, text)),
  );
  const operation = h(
    'select',
    { id: 'fault-operation' },
    OPERATIONS.map((value) => h('option', { value }, value || 'all')),
  );
  const stream = choice('fault-stream', 'streams', true);
  const share = h('input', { id: 'fault-share', type: 'number', min: 1, max: 100, value: 50, required: true });
  const delay = h('input', { id: 'fault-delay', type: 'number', min: 0, max: 600000, value: 2000 });
  const during = h('input', {
    id: 'fault-for',
    value: '30s',
    autocomplete: 'off',
    pattern: '[0-9.]+[smhd]',
    title: 'a number and s, m, h or d; empty: until it is taken back',
  });
  const delayLabel = field('Delay (ms)', delay);
  const showDelay = () => {
    delayLabel.hidden = kind.value !== 'Slow';
  };
  kind.addEventListener('change', showDelay);
  showDelay();
  return command(
    'Order a fault',
    [
      field('What happens', kind),
      field('Operation', operation),
      field('Stream', stream),
      field('Share (%)', share),
      delayLabel,
      field('For (empty: until taken back)', during),
    ],
    'Order',
    async () => {
      const answer = await post('/fault', {
        kind: kind.value,
        operation: operation.value,
        stream: stream.value,
        share: Number(share.value) / 100,
        delay: kind.value === 'Slow' ? delay.value : '',
        for: during.value,
      });
      return `Fault ${answer.id} is ordered`;
    },
    true,
  );
}

/** A form that does one thing, and says beside its button what became of it. */
function command(title, inputs, name, act, isDanger = false) {
  const status = h('output', {});
  const button = h('button', { class: isDanger ? 'danger' : 'main' }, name);
  const form = h(
    'form',
    {
      class: 'command',
      onsubmit: (event) => {
        event.preventDefault();
        run(button, status, act);
      },
    },
    ...inputs,
    h('div', { class: 'actions' }, button, status),
  );
  return section(title, form);
}

function actions({ label: name, path, isRemove, said }) {
  const status = h('output', {});
  const button = h(
    'button',
    { type: 'button', onclick: () => run(button, status, async () => said(await (isRemove ? remove(path) : post(path)))) },
    name,
  );
  return h('div', { class: 'actions' }, button, status);
}

async function run(button, status, act) {
  button.setAttribute('aria-disabled', 'true');
  setText(status, '…');
  status.dataset.tone = '';
  try {
    setText(status, await act());
    status.dataset.tone = 'good';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(status, error.message);
    status.dataset.tone = 'bad';
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

function faultLine(item) {
  const line = h('li', {}, h('span', {}, describe(item)));
  const button = h(
    'button',
    {
      type: 'button',
      'aria-label': `Take back fault ${item.id}`,
      onclick: () =>
        run(button, line.status, async () => {
          await remove('/fault', { id: item.id });
          return 'taken back';
        }),
    },
    'Take back',
  );
  line.status = h('output', {});
  line.append(button, line.status);
  return line;
}

function describe(fault) {
  const kind = KINDS.find(([value]) => value === fault.kind)?.[1] ?? fault.kind;
  return [
    `#${fault.id} ${kind}`,
    fault.operation ?? 'all operations',
    fault.stream ?? 'all streams',
    format.percent(fault.share),
    fault.delayMilliseconds ? `${format.duration(fault.delayMilliseconds)} late` : null,
    fault.until ? `until ${format.time(fault.until)} (real time)` : 'until taken back',
  ]
    .filter(Boolean)
    .join(' · ');
}
