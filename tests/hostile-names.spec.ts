import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, runPlumb, temporaryFolder } from './run-plumb.ts';
import { writeSafetensors, writeTorchZip } from './write-checkpoints.ts';

// colours and cursor, a title, a link, a C1 sequence, a carriage return, reordered text, a line end that nobody counts
const HOSTILE = [
  'red\u001b[31m\u001b[2J',
  'title\u001b]0;owned\u0007',
  'link\u001b]8;;http://x.invalid\u001b\\here\u001b]8;;\u001b\\',
  'c1\u009b2J\u0090q',
  'bar\rsafe: all globals on the allow-list',
  'bidi\u202egnp.\u2066x\u2069\u200f\u061c',
  'end\u2028::error::x\u2029',
];
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const text = (value: string) =>
  Buffer.concat([Buffer.from('X'), u32(Buffer.byteLength(value)), Buffer.from(value)]);
/** `{name: module.name()}` for each name: in the saved data, and among the globals. */
function hostilePickle(): Buffer {
  const entries = HOSTILE.map((name) =>
    Buffer.concat([text(name), text(name), text(name), Buffer.from('\x93)Rs', 'latin1')]),
  );
  return Buffer.concat([Buffer.from('\x80\x04}', 'latin1'), ...entries, Buffer.from('.')]);
}

function makeFiles(folder: string): Record<string, string> {
  const files = {
    safetensors: join(folder, 'model.safetensors'),
    zip: join(folder, 'model.pt'),
    bare: join(folder, 'model.pkl'),
    log: join(folder, `run${HOSTILE[0]}.log`),
  };
  writeFileSync(files.safetensors, writeSafetensors(Object.fromEntries(HOSTILE.map((name) => [name, [1]]))));
  writeFileSync(files.zip, writeTorchZip(hostilePickle()));
  writeFileSync(files.bare, hostilePickle());
  const lines = HOSTILE.flatMap((name) => [
    'Traceback (most recent call last):',
    `  File "/home/${name}/evaluate.py", line 1, in ${name}`,
    `RuntimeError: Error(s) in loading state_dict for ${name}:`,
    `\tsize mismatch for ${name}: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([2]).`,
    `Average success rate: 0.00% ${name}`,
  ]);
  writeFileSync(files.log, `${lines.join('\n')}\n`);
  return files;
}

describe('no byte of a hostile name steers the terminal', () => {
  const commands: [string, (files: Record<string, string>) => string[]][] = [
    ['inspect safetensors', (files) => ['inspect', files.safetensors!, '--all']],
    ['inspect a torch archive', (files) => ['inspect', files.zip!, '--all']],
    ['inspect a bare pickle', (files) => ['inspect', files.bare!]],
    ['inspect what is not there', (files) => ['inspect', `${files.zip}${HOSTILE[0]}`]],
    ['check', (files) => ['check', files.safetensors!]],
    ['diagnose', (files) => ['diagnose', files.log!, files.zip!]],
    ['diagnose as Markdown', (files) => ['diagnose', files.log!, '--format', 'markdown']],
    ['explain', () => ['explain', HOSTILE[2]!]],
  ];
  test.each(commands)('%s', (_, command) => {
    const folder = temporaryFolder();
    const args = command(makeFiles(folder));
    for (const extra of [[], ['--json']]) {
      if (extra.length > 0 && args.includes('--format')) continue;
      const { stdout, stderr } = runPlumb([...args, ...extra], { cwd: folder });
      expect(stdout + stderr).not.toBe('');
      // the first raw character in its surroundings, for whoever reads the failure
      const at = (stdout + stderr).search(RAW);
      expect(at < 0 ? '' : JSON.stringify((stdout + stderr).slice(Math.max(0, at - 60), at + 20))).toBe('');
    }
  });
});

test('--json keeps what the names are', () => {
  const folder = temporaryFolder();
  const { stdout } = runPlumb(['inspect', makeFiles(folder).safetensors!, '--json']);
  const names = JSON.parse(stdout).tensors.map((tensor: { name: string }) => tensor.name);
  expect(names).toEqual(HOSTILE);
});

describe('a file that Plumb cannot read as a checkpoint', () => {
  const corpus: { name: string; file: string; bytes: string }[] = JSON.parse(
    readFileSync(join(root, 'packages/checkpoint/src/fixtures/malicious.json'), 'utf8'),
  );
  // one of each container; the room's own spec has them all
  test.each([
    ['spelling: INST', 'dangerous', 1],
    ['zip: no list', 'dangerous', 1],
    ['tar: torch of before 0.1.10', 'dangerous', 1],
    ['joblib: gzip', 'dangerous', 1],
    ['7z: stored', 'unknown', 2],
    ['benign: numbers, protocol 4', 'safe', 2],
  ])('%s: %s', (name, verdict, status) => {
    const folder = temporaryFolder();
    const found = corpus.find((each) => each.name === name)!;
    const path = join(folder, found.file);
    writeFileSync(path, Buffer.from(found.bytes, 'base64'));
    const json = runPlumb(['inspect', path, '--json'], { cwd: folder });
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict, error: { code: expect.any(String) } });
    const plain = runPlumb(['inspect', path], { cwd: folder });
    expect(plain.stdout.toLowerCase()).toContain(verdict);
    expect([json.status, plain.status]).toEqual([status, status]);
    expect(existsSync(join(folder, 'plumb-canary'))).toBe(false);
  });
});
