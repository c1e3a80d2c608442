import { h, keyed, setAttribute, setText, svg, table } from './dom.js';
import * as format from './format.js';

const HEIGHT = 180;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 12, 10, 24];
const TABLE_ROWS = 30;
const MOST_MARKS = 40;
let charts = 0;

/**
 * Lines over time. series: [{ name, of(sample), tone, isFilled }]; unit: what the left axis counts. Beside the picture there is a sentence
 * that says the same, and a table for who wants the figures.
 */
export class Chart {
  constructor({ title, unit, series, show = format.figure }) {
    Object.assign(this, { unit, series, show });
    const id = `chart-${++charts}`;
    this.svg = svg('svg', { role: 'img', 'aria-labelledby': `${id}-title ${id}-sentence`, height: HEIGHT, preserveAspectRatio: 'none' });
    this.grid = svg('g', { class: 'chart-grid' });
    this.marks = svg('g', { class: 'chart-marks' });
    this.lines = series.map((line) => [svg('path', { class: `chart-area ${line.tone}` }), svg('path', { class: `chart-line ${line.tone}` })]);
    this.pointer = svg('line', { class: 'chart-pointer', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
    this.svg.append(this.grid, this.marks, ...this.lines.flat(), this.pointer);
    this.legend = h(
      'ul',
      { class: 'legend' },
      series.map((line) => h('li', {}, h('span', { class: `swatch ${line.tone}`, 'aria-hidden': 'true' }), `${line.name} `, h('b'))),
    );
    this.when = h('span', { class: 'muted' });
    this.sentence = h('p', { class: 'visually-hidden', id: `${id}-sentence` });
    this.figures = table(`${title}, newest first`, [['Time (UTC)'], ...series.map((line) => [`${line.name} (${unit})`, 'number'])]);
    this.details = h(
      'details',
      { class: 'chart-details', ontoggle: () => this.#fillTable() },
      h('summary', {}, 'As a table'),
      this.figures.element,
    );
    this.element = h(
      'figure',
      { class: 'chart' },
      h(
        'figcaption',
        {},
        h('span', { id: `${id}-title`, class: 'chart-title' }, title),
        ' ',
        h('span', { class: 'muted' }, unit),
        this.legend,
        this.when,
      ),
      this.svg,
      this.sentence,
      this.details,
    );
    this.svg.addEventListener('pointermove', (event) => this.#point(event));
    this.svg.addEventListener('pointerleave', () => this.#leave());
    this.samples = [];
    this.events = [];
    new ResizeObserver(() => this.draw(this.samples, this.events)).observe(this.svg);
  }

  /** samples: [{ t, ... }] in order of time; events: [{ t, text }] drawn as upright lines. */
  draw(samples, events = []) {
    this.samples = samples;
    this.events = events;
    const width = this.svg.clientWidth;
    if (!width) return;
    setAttribute(this.svg, 'viewBox', `0 0 ${width} ${HEIGHT}`);
    const [from, to] = samples.length > 1 ? [samples[0].t, samples[samples.length - 1].t] : [0, 1];
    const most = niceMost(
      this.show,
      Math.max(0, ...this.series.map((line) => samples.reduce((found, sample) => Math.max(found, line.of(sample) || 0), 0))),
    );
    this.x = (t) => LEFT + ((t - from) / (to - from)) * (width - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
    this.#drawGrid(width, from, to, most, y, samples.length > 1);
    this.#drawLines(samples, y);
    const inSight = events.filter((event) => event.t >= from && event.t <= to).slice(-MOST_MARKS);
    keyed(
      this.marks,
      samples.length > 1 ? inSight : [],
      (event) => `${event.t} ${event.text}`,
      (event) => svg('line', {}, svg('title', {}, event.text)),
      (line, event) => {
        for (const [name, value] of Object.entries({ x1: this.x(event.t), x2: this.x(event.t), y1: TOP, y2: HEIGHT - BOTTOM }))
          setAttribute(line, name, value.toFixed(1));
      },
    );
    this.#leave();
    setText(this.sentence, this.#say(samples, inSight));
    if (this.details.open) this.#fillTable();
  }

  #drawGrid(width, from, to, most, y, hasTime) {
    const values = [0, most / 4, most / 2, (most * 3) / 4, most];
    const times = hasTime ? timeTicks(from, to, width) : [];
    keyed(
      this.grid,
      [...values.map((value) => ({ key: `y${value}`, value })), ...times.map((t) => ({ key: `x${t}`, t }))],
      (tick) => tick.key,
      () => svg('g', {}, svg('line'), svg('text')),
      (group, tick) => {
        const [line, text] = group.children;
        const isValue = 'value' in tick;
        const [x1, y1, x2, y2] = isValue
          ? [LEFT, y(tick.value), width - RIGHT, y(tick.value)]
          : [this.x(tick.t), HEIGHT - BOTTOM, this.x(tick.t), HEIGHT - BOTTOM + 4];
        for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) setAttribute(line, name, value.toFixed(1));
        setAttribute(text, 'x', (isValue ? LEFT - 6 : x1).toFixed(1));
        setAttribute(text, 'y', (isValue ? y1 + 4 : HEIGHT - 6).toFixed(1));
        setAttribute(text, 'text-anchor', isValue ? 'end' : 'middle');
        setText(
          text,
          isValue
            ? this.show(tick.value)
            : to - from > 48 * 3600_000
              ? new Date(tick.t).toISOString().slice(5, 10)
              : format.time(tick.t).slice(0, to - from > 600_000 ? 5 : 8),
        );
      },
    );
  }

  #drawLines(samples, y) {
    this.series.forEach((line, index) => {
      const points = samples.length > 1 ? samples.map((sample) => `${this.x(sample.t).toFixed(1)},${y(line.of(sample) || 0).toFixed(1)}`) : [];
      const [area, path] = this.lines[index];
      setAttribute(path, 'd', points.length ? `M${points.join('L')}` : null);
      setAttribute(
        area,
        'd',
        points.length && line.isFilled
          ? `M${points[0].split(',')[0]},${y(0)}L${points.join('L')}L${points[points.length - 1].split(',')[0]},${y(0)}Z`
          : null,
      );
    });
  }

  #legend(sample, when) {
    this.series.forEach((line, index) => setText(this.legend.children[index].lastChild, sample ? this.show(line.of(sample)) : '–'));
    setText(this.when, when);
  }

  #leave() {
    setAttribute(this.pointer, 'visibility', 'hidden');
    this.#legend(this.samples[this.samples.length - 1], this.samples.length > 1 ? '' : 'gathering…');
  }

  #point(event) {
    if (this.samples.length < 2) return;
    const x = event.clientX - this.svg.getBoundingClientRect().left;
    const nearest = this.samples.reduce((best, sample) => (Math.abs(this.x(sample.t) - x) < Math.abs(this.x(best.t) - x) ? sample : best));
    setAttribute(this.pointer, 'visibility', 'visible');
    for (const name of ['x1', 'x2']) setAttribute(this.pointer, name, this.x(nearest.t).toFixed(1));
    this.#legend(nearest, `at ${format.time(nearest.t)}`);
  }

  #say(samples, events) {
    if (samples.length < 2) return 'No samples yet.';
    const [first, last] = [samples[0], samples[samples.length - 1]];
    const parts = this.series.map(
      (line) => `${line.name}: now ${this.show(line.of(last))}, at most ${this.show(Math.max(...samples.map(line.of)))} ${this.unit}`,
    );
    const told = events.length ? ` ${events.map((event) => event.text).join('; ')}.` : '';
    return `From ${format.time(first.t)} to ${format.time(last.t)} UTC. ${parts.join('; ')}.${told}`;
  }

  #fillTable() {
    if (!this.details.open) return;
    const step = Math.max(1, Math.floor(this.samples.length / TABLE_ROWS));
    const rows = this.samples
      .filter((_, index) => (this.samples.length - 1 - index) % step === 0)
      .slice(-TABLE_ROWS)
      .reverse();
    this.figures.set(
      rows,
      (sample) => sample.t,
      (cells, sample) => {
        setText(cells[0], format.time(sample.t));
        this.series.forEach((line, index) => setText(cells[index + 1], this.show(line.of(sample))));
      },
    );
  }
}

// The axis has four steps: each is to be a figure that people write.
function niceMost(show, value) {
  if (show === format.bytes && value > 1024) {
    const unit = 1024 ** Math.floor(Math.log(value) / Math.log(1024));
    return niceMost(format.figure, value / unit) * unit;
  }
  if (show === format.count) return 4 * Math.ceil(niceMost(format.figure, Math.max(1, value / 4)));
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((step) => step * size).find((step) => step >= value * 1.02) ?? 20 * size;
}

function timeTicks(from, to, width) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800].map(
    (seconds) => seconds * 1000,
  );
  const most = Math.max(2, Math.floor((width - LEFT - RIGHT) / 90));
  const step = steps.find((size) => (to - from) / size <= most) ?? (to - from) / most;
  const ticks = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
  return ticks;
}
