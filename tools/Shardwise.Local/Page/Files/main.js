import { controls } from './controls.js';
import { delivery } from './delivery.js';
import { announce, figures, h, setAttribute, setText } from './dom.js';
import { failures } from './failures.js';
import * as format from './format.js';
import { functions } from './functions.js';
import { logs } from './logs.js';
import { overview } from './overview.js';
import { records } from './records.js';
import { Store } from './store.js';
import { streams } from './streams.js';

const VIEWS = {
  overview: ['Overview', overview],
  streams: ['Streams', streams],
  functions: ['Functions', functions],
  delivery: ['Delivery', delivery],
  failures: ['Failures', failures],
  records: ['Records', records],
  logs: ['Logs', logs],
  drive: ['Drive', controls],
};
const THEMES = [
  ['', 'as the system', '◐'],
  ['light', 'light', '☀'],
  ['dark', 'dark', '☾'],
];

const store = new Store();
const main = document.getElementById('main');
const sections = document.getElementById('sections');
const clock = figures('clock');
const waiting = h('p', { class: 'panel muted waiting' }, 'The pipeline is starting …');
const views = new Map();
let shown = null;

sections.append(
  ...Object.entries(VIEWS).map(([name, [title]]) => h('a', { href: `#/${name}`, 'data-view': name }, title, h('span', { class: 'count' }))),
);
document.getElementById('clock').replaceWith(clock.element);
main.replaceChildren(waiting);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => {
  draw();
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
  announce(VIEWS[route().view][0]);
});
theme();
store.onChange(draw);
store.start();

function route() {
  const [, path = '', values = ''] = location.hash.match(/^#\/?([^?]*)\??(.*)$/) ?? [];
  const [view, name = ''] = path.split('/');
  return { view: view in VIEWS ? view : 'overview', name: decode(name), values: new URLSearchParams(values), address: location.hash };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function draw() {
  drawConnection();
  const { state } = store;
  if (!state) return;
  const now = route();
  if (!views.has(now.view)) views.set(now.view, VIEWS[now.view][1](store));
  const view = views.get(now.view);
  if (shown !== view) {
    main.replaceChildren(view.element);
    shown = view;
    document.title = `${VIEWS[now.view][0]} · shardwise local`;
  }
  for (const item of sections.children) setAttribute(item, 'aria-current', item.dataset.view === now.view ? 'page' : null);
  drawTop(state);
  view.update(state, now);
  if (!performance.getEntriesByName('pipeline-shown').length) performance.mark('pipeline-shown');
}

function drawTop(state) {
  clock.set({
    Time: format.dateTime(state.time),
    Speed: state.speed === 1 ? null : `× ${format.figure(state.speed)}`,
    Ahead: state.aheadSeconds > 0 ? format.duration(state.aheadSeconds * 1000) : null,
    Stacks: (state.stacks ?? []).join(', ') || null,
    Endpoint: state.endpoint,
  });
  const counts = { streams: state.streams.length, functions: state.functions.length, failures: state.failureCount, drive: state.faults.length };
  for (const item of sections.children) {
    const count = counts[item.dataset.view];
    setText(item.lastChild, count ? format.figure(count) : '');
    setAttribute(item.lastChild, 'data-tone', (item.dataset.view === 'failures' || item.dataset.view === 'drive') && count ? 'bad' : null);
  }
}

function drawConnection() {
  const element = document.getElementById('connection');
  setAttribute(element, 'data-state', store.connection);
  setText(element, { live: 'live', lost: 'connection lost, trying again', starting: 'starting' }[store.connection]);
  if (!store.state && store.problem) setText(waiting, `${store.problem}. Trying again …`);
}

function theme() {
  const button = document.getElementById('theme');
  let index = Math.max(
    0,
    THEMES.findIndex(([name]) => name === read()),
  );
  const set = () => {
    const [name, text, sign] = THEMES[index];
    document.documentElement.dataset.theme = name;
    setText(button, sign);
    button.setAttribute('aria-label', `Theme: ${text}`);
    button.title = `Theme: ${text}`;
  };
  button.addEventListener('click', () => {
    index = (index + 1) % THEMES.length;
    try {
      localStorage.setItem('theme', THEMES[index][0]);
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
    set();
    announce(button.title);
  });
  set();
}

function read() {
  try {
    return localStorage.getItem('theme') ?? '';
  } catch {
    return '';
  }
}
