import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openCapture } from '@plumb/diagnose';
import { readEnvironment, readKnownModelTypes } from '@plumb/python';
import { afterEach, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./capture.sh', import.meta.url));
const onPath = (tool: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, tool))
    .find((file) => existsSync(file));
const BUSYBOX = onPath('busybox');
const DASH = onPath('dash');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
  await makeEnvironment(join(folder, 'my venv'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return path;
}

async function makeEnvironment(root: string): Promise<void> {
  const site = join(root, 'lib/python3.10/site-packages');
  const metadata =
    'Metadata-Version: 2.1\nName: transformers\nVersion: 4.46.3\nRequires-Dist: tokenizers<0.21\n\n# a long README';
  await write(join(site, 'transformers-4.46.3.dist-info/METADATA'), metadata);
  await write(join(site, 'mujoco-2.3.7.dist-info/METADATA'), 'Name: mujoco\nVersion: 2.3.7\n');
  await write(
    join(site, 'libero-0.1.0.dist-info/direct_url.json'),
    '{"url": "https://user:secret@example.org/libero.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
  );
  await write(join(site, 'libero-0.1.0.dist-info/METADATA'), 'Name: libero\nVersion: 0.1.0\n');
  await write(
    join(site, 'transformers/models/auto/configuration_auto.py'),
    'CONFIG_MAPPING_NAMES = OrderedDict([("qwen2", "Qwen2Config")])\n',
  );
}

/** A Python that answers what the script asks: its version, its path, its freeze. */
async function makePython(): Promise<string> {
  const path = join(folder, 'bin/python3');
  const site = join(folder, 'my venv/lib/python3.10/site-packages');
  await write(
    path,
    `#!/bin/sh
case "$*" in
  *version_info*) echo 3.10.12 ;;
  *sys.path*) echo '${site}' ;;
  *freeze*) echo 'transformers==4.46.3'; echo 'libero @ git+https://user:secret@example.org/libero.git@abc' ;;
  -VV) echo 'Python 3.10.12 (main)' ;;
esac
`,
  );
  await chmod(path, 0o755);
  return path;
}

async function capture(shell: readonly string[], args: readonly string[], env: Record<string, string> = {}) {
  const [command = 'sh', ...first] = shell;
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, ...env },
  };
  return run(command, [...first, SCRIPT, ...args], options);
}

async function open<T>(
  name: string,
  look: (folder: string, opened: Awaited<ReturnType<typeof openCapture>>) => Promise<T>,
) {
  const opened = await openCapture(join(folder, name));
  try {
    return await look(opened.folder, opened);
  } finally {
    await opened.close();
  }
}

const SHELLS: [name: string, command: string[]][] = [
  ['sh', ['sh']],
  ...(DASH ? [['dash', [DASH]] as [string, string[]]] : []),
  ...(BUSYBOX ? [['busybox sh', [BUSYBOX, 'sh']] as [string, string[]]] : []),
];

test.each(SHELLS)('%s: what Plumb reads is the environment itself', async (_, shell) => {
  const python = await makePython();
  await capture(shell, ['-o', 'node.tar', '-p', python]);
  await open('node.tar', async (_, { environment }) => {
    const found = await readEnvironment(environment!);
    expect(found.python?.version).toBe('3.10.12');
    expect([...found.packages].map(([name, { version }]) => `${name} ${version}`).sort()).toEqual([
      'libero 0.1.0',
      'mujoco 2.3.7',
      'transformers 4.46.3',
    ]);
    expect(found.packages.get('transformers')?.requires).toEqual(['tokenizers<0.21']);
    const types = await readKnownModelTypes(found);
    expect([types?.knows('qwen2'), types?.knows('qwen3')]).toEqual(['yes', 'no']);
  });
});

test.skipIf(!BUSYBOX)('where there is no Python: busybox alone, the environment by its folder', async () => {
  const tools = join(folder, 'tools');
  await mkdir(tools);
  for (const tool of 'sh mktemp mkdir cat head tail wc basename dirname tr sed grep ls rm tar sort find env uname mv'.split(
    ' ',
  ))
    await symlink(BUSYBOX!, join(tools, tool));
  await capture([BUSYBOX!, 'sh'], ['-o', 'node.tar', '-e', 'my venv'], { PATH: tools });
  await open('node.tar', async (unpacked, { environment }) => {
    expect(await readFile(join(unpacked, 'python.txt'), 'utf8')).toBe('no Python could be run\n');
    expect((await readEnvironment(environment!)).python?.version).toBe('3.10');
  });
});

test('logs with odd names, cut in their middle; checkpoints as a listing alone', async () => {
  await write(
    join(folder, 'a $(touch evil) log.out'),
    `${Array.from({ length: 300 }, (_, i) => `line ${i}`).join('\n')}\n`,
  );
  await write(join(folder, "it's; rm -rf/policy.pt"), 'weights');
  await capture(
    ['sh'],
    ['-o', 'node.tar', '-p', 'none', '-n', '100', '-l', 'a $(touch evil) log.out', '-c', "it's; rm -rf"],
  );
  expect(existsSync(join(folder, 'evil'))).toBe(false);
  await open('node.tar', async (unpacked, { logs }) => {
    const lines = (await readFile(logs[0]!, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(151);
    expect([lines[0], lines[50], lines[51], lines[150]]).toEqual([
      'line 0',
      '[plumb: 150 lines left out]',
      'line 200',
      'line 299',
    ]);
    const listing = await readFile(join(unpacked, 'checkpoints.txt'), 'utf8');
    expect(listing).toMatch(/ 7 .*policy\.pt/);
    expect(listing).not.toContain('weights');
  });
});

test('variables of the display are taken, tokens and passwords are not', async () => {
  const python = await makePython();
  const env = {
    MUJOCO_GL: 'egl',
    HF_TOKEN: 'hf_secret',
    TRANSFORMERS_TOKEN: 'hf_secret',
    AWS_SECRET: 'hf_secret',
  };
  await capture(['sh'], ['-o', 'node.tar', '-p', python], env);
  const bytes = await readFile(join(folder, 'node.tar'), 'latin1');
  expect(bytes).toContain('MUJOCO_GL=egl');
  expect(bytes).not.toMatch(/hf_secret|user:secret/);
  expect(bytes).not.toContain('a long README');
});

test("LIBERO's own configuration is found, and nothing is left in the temporary folder", async () => {
  await write(join(folder, '.libero/config.yaml'), 'benchmark_root: /data/libero\n');
  await capture(['sh'], ['-o', 'node.tar', '-p', 'none']);
  await open('node.tar', async (unpacked) => {
    expect(await readFile(join(unpacked, 'libero-config.yaml'), 'utf8')).toContain(
      'benchmark_root: /data/libero',
    );
  });
  const { stdout } = await run('ls', [folder]);
  expect(stdout.trim().split('\n')).toEqual(['my venv', 'node.tar']);
});

test('an option that does not exist, or a folder that cannot be written to, is an error', async () => {
  await expect(capture(['sh'], ['-x'])).rejects.toMatchObject({ code: 2 });
  await expect(capture(['sh'], ['-n', 'many'])).rejects.toMatchObject({ code: 2 });
  await expect(capture(['sh'], ['-p', 'none', '-o', 'none/node.tar'])).rejects.toMatchObject({ code: 1 });
});
