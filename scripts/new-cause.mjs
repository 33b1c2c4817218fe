// npm run new:cause group/name: the folder of a new cause, with its page and two cases, put into the catalogue.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './setup.mjs';

const CAUSES = join(root, 'packages/diagnose/src/causes');
const groups = readdirSync(CAUSES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const code = process.argv[2] ?? '';
const [group, name] = code.split('/');
if (!/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code) || !groups.includes(group)) {
  console.error(`usage: npm run new:cause group/name, in kebab-case; groups: ${groups.join(', ')}`);
  process.exit(2);
}
const folder = join(CAUSES, code);
if (existsSync(folder)) {
  console.error(`${code} exists already: ${folder}`);
  process.exit(2);
}

const constant = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  console.log(`packages/diagnose/src/causes/${code}/${path}`);
};

write(
  'cause.ts',
  `import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';

function match(_facts: Facts): Match | undefined {
  // no evidence, no finding: look-up-facts.ts shows what can be asked
  return undefined;
}

export const ${constant}: Cause = {
  code: '${code}',
  title: '',
  what: '',
  why: '',
  covers: [],
  explains: [],
  leadsTo: [],
  remedies: [],
  logPatterns: [],
  match,
};
`,
);
// the sections are those that the catalogue's spec asks of every page
const SECTIONS = ['What you see', 'Why', 'How it is proven', 'When this does not apply', 'Remedy', 'Sources'];
write('cause.md', `# ${code}\n\n${SECTIONS.map((section) => `## ${section}\n`).join('\n')}`);
write('cases/it-happens/expected.json', '{ "matches": true, "strength": "proven" }\n');
write('cases/near-miss/expected.json', '{ "matches": false }\n');
for (const name of ['it-happens', 'near-miss']) mkdirSync(join(folder, 'cases', name, 'input'));

const index = join(CAUSES, 'index.ts');
const text = readFileSync(index, 'utf8')
  .replace(/(import [^\n]+cause\.ts';\n)(?!import)/, `$1import { ${constant} } from './${code}/cause.ts';\n`)
  .replace(/\n\];/, `\n  ${constant},\n];`);
writeFileSync(index, text);
run(join(root, 'node_modules/.bin/biome'), ['check', '--write', '--log-level=error', index]);
console.log(`
It is in the catalogue, and npm test fails until its page has text, its cases have an input, and match() answers.
`);
