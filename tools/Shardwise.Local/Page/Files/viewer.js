import { unpack } from './api.js';
import { h, setText } from './dom.js';
import * as format from './format.js';

const MOST_PARTS = 50;

/** Shows bytes taken apart: KPL user records, gzip unpacked, JSON laid out. */
export class Viewer {
  #turn = 0;

  constructor() {
    this.note = h('p', { class: 'muted' });
    this.parts = h('div', { class: 'parts' });
    this.element = h('div', { class: 'viewer' }, this.note, this.parts);
  }

  clear(text = '') {
    this.#turn += 1;
    setText(this.note, text);
    this.parts.replaceChildren();
  }

  async show(data) {
    const turn = ++this.#turn;
    try {
      const record = await unpack(data);
      if (turn === this.#turn) this.#draw(record, 0);
    } catch (error) {
      if (turn === this.#turn) this.clear(error.message);
    }
  }

  #draw(record, from) {
    const shown = record.parts.slice(from, from + MOST_PARTS);
    const kind = record.isAggregate
      ? record.problem
        ? `A KPL aggregate that cannot be read: ${record.problem}`
        : `KPL aggregate of ${format.count(record.count)} user records`
      : 'One record';
    const shortened = record.count > record.parts.length ? `; the first ${format.count(record.parts.length)} are shown` : '';
    setText(
      this.note,
      `${kind}, ${format.bytes(record.size)}${shortened}`,
    );
    const more =
      from + MOST_PARTS < record.parts.length
        ? h(
            'button',
            { type: 'button', onclick: () => this.#draw(record, from + MOST_PARTS) },
            `The next ${Math.min(MOST_PARTS, record.parts.length - from - MOST_PARTS)}`,
          )
        : null;
    const back = from > 0 ? h('button', { type: 'button', onclick: () => this.#draw(record, from - MOST_PARTS) }, 'Back') : null;
    this.parts.replaceChildren(...shown.map((part) => partOf(part, record.isAggregate)), ...[back, more].filter(Boolean));
  }
}

function partOf(part, isAggregate) {
  const facts = [
    isAggregate ? `#${part.subSequenceNumber}` : null,
    part.partitionKey === null ? null : `key ${part.partitionKey}`,
    part.explicitHashKey ? `hash key ${part.explicitHashKey}` : null,
    part.unpackedSize === null ? null : `gzip, ${format.bytes(part.size)} unpacked to ${format.bytes(part.unpackedSize)}`,
    part.unpackedSize === null ? format.bytes(part.size) : null,
    part.format,
    part.problem,
    part.isCut ? 'only the beginning' : null,
  ].filter(Boolean);
  return h(
    'article',
    { class: 'part' },
    h('p', { class: 'part-facts' }, facts.join(' · ')),
    h(
      'pre',
      { tabindex: '0', role: 'region', 'aria-label': `Content${isAggregate ? ` of user record ${part.subSequenceNumber}` : ''}` },
      part.text || '(empty)',
    ),
  );
}

/** base64 to bytes. */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
