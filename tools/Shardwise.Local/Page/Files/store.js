import { get, query } from './api.js';
import { History, Ring } from './history.js';

const MOST_LOG_LINES = 4000;
const MOST_DECISIONS = 500;
const SHORTEST_PAUSE = 250;
const RETRY = 2000;
// What a shard takes in a second: the Kinesis quotas page.
const SHARD_RECORDS = 1000;
const SHARD_BYTES = 1024 * 1024;

/** What the page knows of the pipeline: the last state, samples of the states before, and the newest events. */
export class Store {
  state = null;
  connection = 'starting';
  problem = null;
  logs = new Ring(MOST_LOG_LINES);
  decisions = new Ring(MOST_DECISIONS);
  reshards = new Ring(200);
  streams = new Map();
  total = new History();
  lastInvocation = new Map();
  #listeners = new Set();
  #isDue = false;
  #lastTold = 0;
  #events = null;
  #seen = new Set();
  #lines = 0;

  /** Calls when something changed, at most four times a second. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  async start() {
    try {
      this.#take(await get('/state'));
      this.problem = null;
      this.#listen();
      this.#fetchLogs();
    } catch (error) {
      this.#lose(error.message);
    }
  }

  /** Load of a shard in this moment: records and bytes a second, and the part of what it takes. */
  load(stream, shardId) {
    return this.streams.get(stream)?.shards.get(shardId)?.load;
  }

  #lose(problem) {
    this.connection = this.state ? 'lost' : 'starting';
    this.problem = problem;
    this.#tell();
    setTimeout(() => this.start(), RETRY);
  }

  #listen() {
    this.#events?.close();
    const events = new EventSource('/_shardwise/events');
    this.#events = events;
    const on = (kind, take) =>
      events.addEventListener(kind, (event) => {
        let data;
        try {
          data = JSON.parse(event.data);
        } catch {
          return;
        }
        take(data);
        this.#tell();
      });
    events.onopen = () => {
      this.connection = 'live';
      this.problem = null;
      this.#tell();
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) {
        events.close();
        this.#lose('the events have ended');
        return;
      }
      this.connection = 'lost';
      this.#tell();
    };
    on('state', (state) => this.#take(state));
    on('log', (line) => this.#addLine(line));
    on('invocation', (invocation) => this.lastInvocation.set(invocation.function, invocation));
    on('reshard', (reshard) => this.reshards.add({ ...reshard, t: Date.parse(reshard.at) }));
    on('failure', () => {});
  }

  async #fetchLogs() {
    // Of each function for itself: a chatty one does not hide the others' lines.
    const names = this.state.functions.slice(0, 50).map((item) => item.name);
    const answers = await Promise.allSettled([
      ...names.map((name) => get('/logs', { function: name, limit: 200 })),
      get('/logs', { limit: 200 }),
    ]);
    const before = this.logs.items;
    this.logs.items = [];
    const lines = answers.flatMap((answer) => answer.value ?? []);
    const known = new Set(before.map(identity));
    const unique = new Map(lines.filter((line) => !known.has(identity(line))).map((line) => [identity(line), line]));
    const old = [...unique.values()].sort((one, other) => String(one.at).localeCompare(String(other.at)));
    const decisions = this.decisions.items;
    this.decisions.items = [];
    old.forEach((line) => this.#addLine(line));
    before.forEach((line) => this.logs.add(line));
    decisions.forEach((decision) => this.decisions.add(decision));
    this.#tell();
  }

  #addLine(line) {
    line.number = ++this.#lines;
    this.logs.add(line);
    const decision = readDecision(line);
    if (decision) {
      const key = `${decision.stream} ${decision.time} ${decision.outcome} ${decision.targetShards}`;
      if (!this.#seen.has(key)) {
        this.#seen.add(key);
        if (this.#seen.size > MOST_DECISIONS * 4) this.#seen = new Set([key]);
        this.decisions.add({ ...decision, key });
      }
    }
  }

  #take(state) {
    const before = this.state;
    this.state = state;
    const now = Date.parse(state.time);
    const seconds = before ? (now - Date.parse(before.time)) / 1000 : 0;
    const fraction = state.shardFraction ?? 1;
    const sum = { t: now, records: 0, bytes: 0, throttled: 0, read: 0, shards: 0, lag: longestLag(state) };
    const names = new Set();
    for (const stream of state.streams.filter(Boolean)) {
      names.add(stream.name);
      const known = this.streams.get(stream.name) ?? { history: new History(), shards: new Map(), last: null };
      this.streams.set(stream.name, known);
      if (known.last && seconds > 0) {
        const sample = sampleOf(now, seconds, known.last, stream);
        known.history.add(sample);
        for (const name of ['records', 'bytes', 'throttled', 'read', 'shards']) sum[name] += sample[name];
      }
      known.last = stream;
      known.shards = loads(known.shards, stream, seconds, fraction);
    }
    for (const name of this.streams.keys()) if (!names.has(name)) this.streams.delete(name);
    if (seconds > 0) this.total.add(sum);
    this.#tell();
  }

  #tell() {
    if (this.#isDue) return;
    this.#isDue = true;
    const wait = Math.max(0, SHORTEST_PAUSE - (performance.now() - this.#lastTold));
    setTimeout(() => {
      this.#isDue = false;
      this.#lastTold = performance.now();
      this.#listeners.forEach((listener) => listener());
    }, wait);
  }
}

const identity = (line) => `${line.at} ${line.function} ${line.text}`;

// A counter that became smaller was begun anew.
const grown = (before, after, seconds) => Math.max(0, (after ?? 0) - (before ?? 0)) / seconds;

function sampleOf(now, seconds, before, after) {
  return {
    t: now,
    records: grown(before.acceptedRecords, after.acceptedRecords, seconds),
    bytes: grown(before.acceptedBytes, after.acceptedBytes, seconds),
    throttled: grown(before.throttledRecords, after.throttledRecords, seconds),
    read: grown(before.readRecords, after.readRecords, seconds),
    shards: after.openShards,
  };
}

function loads(before, stream, seconds, fraction) {
  return new Map(
    stream.shards.map((shard) => {
      const last = before.get(shard.id);
      if (!last || seconds <= 0) return [shard.id, { last: shard, load: last?.load }];
      const records = grown(last.last.acceptedRecords, shard.acceptedRecords, seconds);
      const bytes = grown(last.last.acceptedBytes, shard.acceptedBytes, seconds);
      const throttled = grown(last.last.throttledRecords, shard.throttledRecords, seconds);
      return [
        shard.id,
        {
          last: shard,
          load: { records, bytes, throttled, part: Math.max(records / (SHARD_RECORDS * fraction), bytes / (SHARD_BYTES * fraction)) },
        },
      ];
    }),
  );
}

function readDecision(line) {
  if (!line.text?.includes('"decision"')) return null;
  try {
    const decision = JSON.parse(line.text);
    return decision.event === 'decision' && decision.stream ? decision : null;
  } catch {
    return null;
  }
}

/** How far the slowest mapping is behind, in milliseconds. */
export const longestLag = (state) => Math.max(0, ...state.mappings.map((mapping) => mapping.lagMilliseconds ?? 0));

/** The stream that an ARN names. */
export const streamOf = (arn) => (arn ?? '').replace(/^.*stream\//, '');

/** The address of a view of the page. */
export const link = (view, name, values = {}) => `#/${view}${name ? `/${encodeURIComponent(name)}` : ''}${query(values)}`;
