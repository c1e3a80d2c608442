const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const count = (value) => (Number.isFinite(value) ? whole.format(value) : '–');

/** A figure of three digits: 0.25, 12.5, 1,230, 45.6 k, 1.2 M. */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e9) return `${short.format(value / 1e9)} G`;
  if (size >= 1e6) return `${short.format(value / 1e6)} M`;
  if (size >= 1e4) return `${short.format(value / 1e3)} k`;
  return size >= 100 ? whole.format(value) : short.format(value);
}

export const rate = (value) => `${figure(value)} /s`;

export function bytes(value) {
  if (!Number.isFinite(value)) return '–';
  let [size, unit] = [value, 0];
  while (size >= 1024 && unit < 4) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? whole.format(size) : short.format(size)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

export function duration(milliseconds) {
  if (!Number.isFinite(milliseconds)) return '–';
  if (milliseconds < 1) return milliseconds <= 0 ? '0 ms' : '< 1 ms';
  if (milliseconds < 1000) return `${whole.format(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${short.format(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

const date = (value) => (value instanceof Date ? value : new Date(value));
const isTime = (value) => value !== null && value !== undefined && Number.isFinite(date(value).getTime());

/** All times are UTC, as AWS and the logs have them. */
export const time = (value) => (isTime(value) ? date(value).toISOString().slice(11, 19) : '–');
export const timeToMilliseconds = (value) => (isTime(value) ? date(value).toISOString().slice(11, 23) : '–');
export const dateTime = (value) => (isTime(value) ? `${date(value).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–');
export const percent = (share) => (Number.isFinite(share) ? `${short.format(share * 100)} %` : '–');

/** Sequence numbers have 56 digits: the end is what differs. */
export const sequence = (text) => (text && text.length > 20 ? `…${text.slice(-16)}` : (text ?? '–'));

/** shardId-000000000012 is 12 in a table. */
export const shard = (id) => (id ? id.replace(/^shardId-0*(?=\d)/, '') : '–');

/** lastFlushAt becomes "last flush at". */
export const words = (name) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace(/ [A-Z](?![A-Z])/g, (letter) => letter.toLowerCase());

/** A member of the state by its name's end: bytes, milliseconds, a time. */
export function member(name, value) {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') {
    if (/bytes$/i.test(name)) return bytes(value);
    if (/milliseconds$/i.test(name)) return duration(value);
    if (/seconds$/i.test(name)) return duration(value * 1000);
    return Number.isInteger(value) ? count(value) : figure(value);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return dateTime(value);
  return String(value);
}

/** A member's name without the unit that its value carries. */
export const memberName = (name) =>
  name === 'bytes' ? 'Size' : words(name.replace(/(?<=[a-z])(Milliseconds|Bytes|Seconds)$/, (unit) => (unit === 'Bytes' ? ' size' : '')));
