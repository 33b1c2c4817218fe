// Installs and builds when needed, and says so. Plain JavaScript: it runs before anything else exists.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function step(text, action) {
  const started = Date.now();
  console.error(`plumb: ${text} …`);
  const status = action();
  if (status !== 0) {
    console.error(`plumb: ${text} failed (exit status ${status}). The lines above say why.`);
    process.exit(status);
  }
  console.error(`plumb: ${text}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const timeOf = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function installed() {
  const lock = timeOf(join(root, 'package-lock.json'));
  return timeOf(join(root, 'node_modules/.package-lock.json')) >= lock;
}

/** Newest source against what each package's build recorded. */
function built() {
  for (const name of readdirSync(join(root, 'packages'))) {
    const base = join(root, 'packages', name);
    if (!existsSync(join(base, 'tsconfig.json'))) continue;
    const stamp = timeOf(join(base, 'dist/.tsbuildinfo'));
    if (stamp === 0) return false;
    for (const entry of readdirSync(join(base, 'src'), { recursive: true })) {
      if (/\.(ts|json)$/.test(entry) && timeOf(join(base, 'src', entry)) > stamp) return false;
    }
  }
  return true;
}

export function tsc(args) {
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args]);
}

export function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `plumb: Node ${process.versions.node} is too old; 20.19 or later is needed. Install a newer Node and try again.`,
    );
    process.exit(2);
  }
  if (!installed())
    step('installing packages (npm ci)', () =>
      run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error']),
    );
  if (!built()) step('building', () => tsc(['-b']));
}
