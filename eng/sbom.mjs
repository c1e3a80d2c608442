// Writes a CycloneDX bill of materials for each package of a feed, as PACKAGE.VERSION.cdx.json: node eng/sbom.mjs FEED TARGET [PACKAGE ...]
// The CycloneDX tool that .config/dotnet-tools.json pins reads what each project was restored with, so that the projects have to be built before.
// Added here are the functions that lie in a package without being a dependency of it; left out is the time, which would differ from run to run.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [feed, target, ...wanted] = process.argv.slice(2);
const raw = mkdtempSync(join(tmpdir(), 'shardwise-sbom-'));
const projects = new Map(['infra', 'libraries', 'templates', 'tools'].flatMap(projectsIn).map((path) => [idOf(path), path]));
const packages = new Map(readdirSync(feed).map((file) => /^(.+?)\.(\d.*)\.nupkg$/.exec(file)).filter(Boolean)
  .map(([, id, version]) => [id, version]));

try {
  const bills = new Map();
  const left = (wanted.length > 0 ? wanted : [...packages.keys()]).filter((id) => projects.has(id));
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let id = left.shift(); id; id = left.shift()) {
      bills.set(id, await billOf(id));
    }
  }));
  // What is packed for a platform is named after it, and holds the same.
  for (const id of packages.keys()) {
    const of = id.replace(/\.(any|(linux|osx|win)-\w+)$/, '');
    if (of !== id && bills.has(of)) {
      bills.set(id, JSON.parse(JSON.stringify(bills.get(of)).replaceAll(new RegExp(`(["/])${of}(["@])`, 'g'), `$1${id}$2`)));
    }
  }

  // All of them or none.
  for (const [id, bill] of bills) {
    writeFileSync(join(target, `${id}.${packages.get(id)}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  }
} finally {
  rmSync(raw, { recursive: true });
}

function projectsIn(folder) {
  return readdirSync(join(root, folder), { recursive: true }).filter((file) => file.endsWith('.csproj')).map((file) => join(root, folder, file));
}

function idOf(project) {
  return /<AssemblyName>(.+)<\/AssemblyName>/.exec(readFileSync(project, 'utf8'))?.[1] ?? basename(project, '.csproj');
}

async function billOf(id) {
  const bill = await restored(projects.get(id), id, packages.get(id));
  for (const [, path] of readFileSync(projects.get(id), 'utf8').matchAll(/<FunctionAsset Include="([^"]+)"/g)) {
    const project = resolve(dirname(projects.get(id)), path);
    carry(bill, await restored(project, idOf(project), packages.get(id)));
  }

  // A project that is in another's package is none itself, and has no address as one.
  for (const part of [bill.metadata.component, ...bill.components]) {
    if (!part.purl && packages.has(part.name)) {
      part.purl = `pkg:nuget/${part.name}@${part.version}`;
    }
  }

  delete bill.metadata.timestamp;
  return bill;
}

async function restored(project, name, version) {
  const file = `${name}.json`;
  await promisify(execFile)('dotnet', [
    'tool', 'exec', 'cyclonedx', '--yes', '--', project, '--disable-package-restore', '--recursive',
    '--base-intermediate-output-path', join(root, 'artifacts', 'obj'),
    '--include-project-references', '--no-serial-number', '--set-name', name, '--set-version', version, '--set-type', 'Library',
    '--output-format', 'UnsafeJson', '--output', raw, '--filename', file,
  ], { cwd: root });
  const bill = JSON.parse(readFileSync(join(raw, file), 'utf8'));
  return { ...bill, components: bill.components ?? [], dependencies: bill.dependencies ?? [] };
}

// Into a package's bill that of a function which lies in it.
function carry(bill, carried) {
  const known = new Set(bill.components.map((part) => part['bom-ref']));
  const of = (ref) => bill.dependencies.find((one) => one.ref === ref);
  bill.components.push(...[carried.metadata.component, ...carried.components].filter((part) => !known.has(part['bom-ref'])));
  bill.components.sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1));
  bill.dependencies.push(...carried.dependencies.filter(({ ref }) => !of(ref)));
  of(bill.metadata.component['bom-ref']).dependsOn.push(carried.metadata.component['bom-ref']);
}
