import { ApiError } from './api.js';
import { field, h, keyed, section, setText } from './dom.js';
import * as format from './format.js';
import { partPanel } from './parts.js';
import { VirtualList } from './virtual-list.js';
import { Viewer } from './viewer.js';

const LARGEST_SHOWN = 10 * 1024 * 1024;

export function delivery() {
  const parts = h('div', {});
  const none = h('p', { class: 'panel muted' }, 'No delivery stream, queue or topic of the template runs here.');
  const objects = bucketBrowser();
  const element = h('div', {}, h('h1', {}, 'Delivery'), none, parts, objects.element);
  return {
    element,
    update(state, route) {
      const found = Object.entries({ ...(state.deliveryStreams ? { deliveryStreams: state.deliveryStreams } : {}), ...state.parts }).filter(
        ([, part]) => part,
      );
      none.hidden = found.length > 0;
      keyed(
        parts,
        found,
        ([name]) => name,
        ([name]) => partPanel(name),
        (panel, [, part]) => panel.draw(part),
      );
      objects.update(state, route);
    },
  };
}

/** What lies in the buckets. An object is fetched and shown as text: never opened, since what it holds may be a page. */
function bucketBrowser() {
  const bucket = h('select', { id: 'bucket' });
  const prefix = h('input', { id: 'prefix', autocomplete: 'off', spellcheck: 'false' });
  const status = h('p', { class: 'muted', role: 'status' });
  const viewer = new Viewer();
  let arrived = '';
  const list = new VirtualList({
    label: 'Objects',
    columns: [
      ['Written', '11rem', 'code'],
      ['Size', '5.5rem', 'number'],
      ['Key', 'minmax(16rem, 1fr)', 'code'],
    ],
    keyOf: (object) => object.key,
    fill: (cells, object) =>
      [format.dateTime(object.at).replace(' UTC', ''), format.bytes(object.size), object.key].forEach((text, index) =>
        setText(cells[index], text),
      ),
    open: (object) => open(object),
  });
  const form = h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault();
        load();
      },
    },
    field('Bucket', bucket),
    field('Prefix', prefix, 'grows'),
    h('button', { class: 'main' }, 'List'),
  );
  list.element.hidden = true;
  const element = section('Buckets', form, status, list.element, viewer.element);

  const path = (...names) => `/${names.map((name) => name.split('/').map(encodeURIComponent).join('/')).join('/')}`;

  async function load() {
    try {
      const response = await fetch(
        `${path(bucket.value)}?${new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', 'max-keys': '1000', prefix: prefix.value })}`,
      );
      if (!response.ok) throw new ApiError(`the bucket answered ${response.status}`);
      const text = await response.text();
      const found = [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content]) => ({
        key: decodeURIComponent(inner(content, 'Key').replaceAll('+', ' ')),
        size: Number(inner(content, 'Size')),
        at: inner(content, 'LastModified'),
      }));
      found.sort((one, other) => other.at.localeCompare(one.at));
      list.element.hidden = !found.length;
      list.set(found);
      setText(
        status,
        `${format.count(found.length)} objects${/<IsTruncated>true/.test(text) ? ' (there are more: narrow the prefix)' : ''}, newest first.`,
      );
    } catch (error) {
      setText(status, error instanceof ApiError ? error.message : 'the bucket does not answer');
    }
  }

  async function open(object) {
    if (object.size > LARGEST_SHOWN) {
      viewer.clear(`${object.key} has ${format.bytes(object.size)}; up to ${format.bytes(LARGEST_SHOWN)} are shown here.`);
      return;
    }
    viewer.clear(`Reading ${object.key} …`);
    try {
      const response = await fetch(path(bucket.value, object.key));
      if (!response.ok) throw new ApiError(`the object answered ${response.status}`);
      await viewer.show(await response.arrayBuffer());
    } catch (error) {
      viewer.clear(error instanceof ApiError ? error.message : 'the bucket does not answer');
    }
  }

  return {
    element,
    update(state, route) {
      element.hidden = !state.buckets.length;
      keyed(
        bucket,
        state.buckets,
        (name) => name,
        (name) => h('option', { value: name }, name),
      );
      const key = route.values.get('key');
      if (!key || route.address === arrived) return;
      arrived = route.address;
      bucket.value = route.values.get('bucket');
      prefix.value = key;
      load();
      open({ key, size: 0 });
      element.scrollIntoView({ block: 'nearest' });
    },
  };
}

const inner = (content, name) =>
  content
    .match(new RegExp(`<${name}>(.*?)</${name}>`, 's'))?.[1]
    .replace(/&quot;|&amp;|&lt;|&gt;|&apos;/g, (entity) => ({ '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>', '&apos;': '’' })[entity]) ??
  '';
