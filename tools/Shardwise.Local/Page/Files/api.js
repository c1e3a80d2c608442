const ROOT = '/_shardwise';

/** What the control API refuses, in its one line. */
export class ApiError extends Error {}

export const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given)}` : '';
};

export const get = (path, values = {}, signal) => call('GET', path + query(values), undefined, signal);
export const post = (path, values = {}, body) => call('POST', path + query(values), body);
export const remove = (path, values = {}) => call('DELETE', path + query(values));

/** Takes bytes apart: KPL, gzip, JSON. */
export const unpack = (bytes) => call('POST', '/page/unpack', bytes);

async function call(method, path, body, signal) {
  let response;
  try {
    response = await fetch(ROOT + path, { method, body, signal, cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('shardwise local does not answer: it has ended, or is being started again');
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new ApiError(`shardwise local answered ${response.status} without JSON`);
  }
  if (!response.ok) throw new ApiError(answer?.error ?? `shardwise local answered ${response.status}`);
  return answer;
}
