// A package may import only what its row in rooms.json allows (and what those allow), and only by package name.
// npm hoists every workspace to the top, so Node itself would not notice.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const rooms = JSON.parse(readFileSync(join(root, 'scripts/rooms.json'), 'utf8'));

const allowedFor = (room) => {
  const seen = new Set();
  const visit = (name) => {
    for (const next of rooms[name]) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(room);
  return seen;
};

const IMPORT =
  /(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g;
const problems = [];
let files = 0;

for (const room of Object.keys(rooms)) {
  const base = join(root, 'packages', room);
  const manifest = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
  const allowed = allowedFor(room);
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (name.startsWith('@plumb/') && !allowed.has(name.slice(7)))
      problems.push(`packages/${room}/package.json depends on ${name}, which its row does not allow`);
  }
  for (const entry of readdirSync(join(base, 'src'), { recursive: true })) {
    const file = join(base, 'src', entry);
    if (!/\.(ts|tsx|mjs|js)$/.test(file) || file.includes(`${join('/', 'cases', '/')}`)) continue;
    files++;
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const target = match[1] ?? match[2] ?? match[3];
      const where = relative(root, file);
      if (target.startsWith('@plumb/')) {
        const [, name, ...rest] = target.split('/');
        if (name !== room && !allowed.has(name)) problems.push(`${where}: ${room} may not import ${target}`);
        if (name === room) problems.push(`${where}: import your own files by path, not as ${target}`);
        const exported = JSON.parse(
          readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
        ).exports;
        if (rest.length > 0 && !exported[`./${rest.join('/')}`])
          problems.push(`${where}: ${target} is not in the exports of @plumb/${name}`);
        if (!manifest.dependencies?.[`@plumb/${name}`] && name !== room)
          problems.push(
            `${where}: @plumb/${name} is missing from the dependencies of packages/${room}/package.json`,
          );
      } else if (target.startsWith('.')) {
        const reached = relative(base, resolve(dirname(file), target));
        if (reached.startsWith('..')) problems.push(`${where}: ${target} leaves the package`);
      } else if (!target.startsWith('node:') && target !== 'vitest') {
        const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0];
        if (!manifest.dependencies?.[name])
          problems.push(`${where}: ${name} is not a dependency of packages/${room}`);
      }
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(`imports: ${files} files in ${Object.keys(rooms).length} rooms, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
