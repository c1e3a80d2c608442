import { ApiError, get, post } from './api.js';
import { Chart } from './chart.js';
import { figures, h, section, setAttribute, setText, table } from './dom.js';
import * as format from './format.js';
import { LogList } from './log-list.js';
import { nameCell } from './streams.js';
import { Viewer } from './viewer.js';

export function functions(store) {
  const list = table('Functions', [
    ['Function'],
    ['Runtime'],
    ['Invocations', 'number'],
    ['Errors', 'number'],
    ['Median', 'number'],
    ['9 of 10', 'number'],
    ['Longest', 'number'],
    ['Waiting or running', 'number'],
    ['Processes', 'number'],
  ]);
  const mappings = table('Event-source mappings', [
    ['Stream'],
    ['Function'],
    ['Lag', 'number'],
    ['Batch', 'number'],
    ['Delivered', 'number'],
    ['Given up', 'number'],
    ['Slowest shard'],
  ]);
  const lag = new Chart({
    title: 'Longest lag of the mappings',
    unit: 'seconds',
    series: [{ name: 'lag', of: (sample) => sample.lag / 1000, tone: 'tone-third', isFilled: true }],
  });
  const detail = functionDetail(store);
  const element = h(
    'div',
    {},
    h('h1', {}, 'Functions'),
    section('All functions', list.element),
    detail.element,
    section('Event-source mappings', mappings.element, lag.element),
  );
  return {
    element,
    update(state, route) {
      const chosen = state.functions.find((item) => item.name === route.name) ?? state.functions[0];
      list.set(
        state.functions,
        (item) => item.name,
        (cells, item) => {
          const { median, p90, longest } = item.durationMilliseconds ?? {};
          nameCell(cells[0], 'functions', item.name, item === chosen, item.logicalId ?? item.name);
          [
            item.runtime,
            format.count(item.invocations),
            format.count(item.errors),
            format.duration(median),
            format.duration(p90),
            format.duration(longest),
            format.count(item.inFlight),
            `${item.processes?.length ?? 0} of ${item.concurrency ?? 1}`,
          ].forEach((text, index) => setText(cells[index + 1], text));
          setAttribute(cells[3], 'data-tone', item.errors > 0 ? 'bad' : null);
        },
      );
      mappings.set(state.mappings, idOf, (cells, mapping) => {
        const slowest = (mapping.shards ?? []).reduce(
          (most, shard) => (!most || shard.lagMilliseconds > most.lagMilliseconds ? shard : most),
          null,
        );
        [
          mapping.stream,
          mapping.function,
          format.duration(mapping.lagMilliseconds),
          format.count(mapping.batchSize),
          format.count(mapping.delivered),
          format.count(mapping.givenUp),
          slowest ? `${format.shard(slowest.id)}: ${format.duration(slowest.lagMilliseconds)}` : '–',
        ].forEach((text, index) => setText(cells[index], text));
        setAttribute(cells[5], 'data-tone', mapping.givenUp > 0 ? 'bad' : null);
      });
      lag.draw(store.total.samples);
      detail.element.hidden = !chosen;
      if (chosen) detail.update(chosen);
    },
  };
}

const idOf = (mapping) => mapping.id ?? mapping.logicalId;

function functionDetail(store) {
  const title = h('h2', {});
  const facts = figures('figures');
  const error = h('pre', { class: 'error-text', tabindex: '0', role: 'region', 'aria-label': 'Last error' });
  const errorBox = h('div', {}, h('h3', {}, 'Last error'), error);
  const status = h('output', {});
  let name = '';
  const kill = h(
    'button',
    {
      type: 'button',
      class: 'danger',
      onclick: () =>
        act(async () => {
          const { killed } = await post('/kill', { function: name });
          return killed
            ? `${killed} ${killed === 1 ? 'process was' : 'processes were'} killed; it is being started again`
            : 'no process of it runs at the moment';
        }),
    },
    'Kill its processes',
  );
  const event = h(
    'button',
    {
      type: 'button',
      onclick: () =>
        act(async () => {
          await viewer.show(JSON.stringify(await get('/event', { function: name })));
          return 'The newest event that has ended, as the function got it:';
        }),
    },
    'Show its last event',
  );
  const viewer = new Viewer();
  const logs = new LogList(store, 'Log of the function');
  const element = h(
    'div',
    { class: 'detail' },
    h('section', { class: 'panel' }, title, facts.element, errorBox, h('div', { class: 'actions' }, event, kill, status), viewer.element),
    section('Log', logs.element),
  );

  async function act(what) {
    try {
      setText(status, await what());
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      setText(status, problem.message);
    }
  }

  return {
    element,
    update(item) {
      if (name !== item.name) {
        name = item.name;
        viewer.clear();
        setText(status, '');
      }
      setText(title, item.logicalId ?? item.name);
      const last = store.lastInvocation.get(item.name);
      facts.set({
        Name: item.name,
        Stack: item.stack,
        Runtime: item.runtime,
        Handler: item.handler,
        Timeout: format.duration(item.timeoutSeconds * 1000),
        Invocations: format.count(item.invocations),
        Errors: { text: format.count(item.errors), tone: item.errors > 0 ? 'bad' : null },
        Restarts: format.count(item.restarts),
        'Waiting or running': format.count(item.inFlight),
        Processes: (item.processes ?? []).join(', ') || 'none',
        'Last invocation': last
          ? `${format.timeToMilliseconds(last.at)}, ${format.duration(last.durationMilliseconds)}${last.error ? ', failed' : ''}`
          : null,
      });
      errorBox.hidden = !item.lastError;
      setText(
        error,
        item.lastError ? `${format.timeToMilliseconds(item.lastError.at)}  request ${item.lastError.requestId}\n${item.lastError.error}` : '',
      );
      logs.draw((line) => line.function === item.name);
    },
  };
}
