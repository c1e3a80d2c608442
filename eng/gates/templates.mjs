// What the gates read: the templates of a folder, each with its name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function templatesIn(folder) {
  return readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
    .map((file) => ({ name: file, path: join(folder, file), template: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
}
