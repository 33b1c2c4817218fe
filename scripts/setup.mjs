// Installs and builds when needed, and says so. Plain JavaScript: it runs before anything else exists.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the repository with our own terminal; its exit status. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** One line a step, with the seconds that pass; what the command printed is shown only where it failed. */
async function step(text, command, args) {
  const started = Date.now();
  const seconds = (digits) => ((Date.now() - started) / 1000).toFixed(digits);
  const terminal = process.stderr.isTTY === true;
  const say = (state) => process.stderr.write(`${terminal ? '\r\u001b[2K' : ''}plumb: ${text}${state}`);
  say(terminal ? ' …' : ' …\n');
  const ticking = terminal && setInterval(() => say(` … ${seconds(0)} s`), 500);
  const { status, output } = await runQuietly(command, args);
  if (ticking) clearInterval(ticking);
  if (status === 0) return say(`: done in ${seconds(1)} s\n`);
  say(` failed (exit status ${status}):\n\n`);
  process.stderr.write(`${output.trim()}\n\n`);
  process.stderr.write(`plumb: "${[command, ...args].join(' ')}" in ${root} shows it again.\n`);
  process.exit(2);
}

function runQuietly(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => done({ status: 1, output: error.message }));
    child.on('close', (status) => done({ status: status ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

const timeOf = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function installed() {
  const lock = timeOf(join(root, 'package-lock.json'));
  return timeOf(join(root, 'node_modules/.package-lock.json')) >= lock;
}

/** The camera's WebAssembly is newer than its sources. */
function kernelBuilt() {
  const stamp = timeOf(join(root, 'packages/camera/src/kernel/kernel-bytes.ts'));
  const folder = join(root, 'packages/camera/kernel');
  return readdirSync(folder).every((name) => timeOf(join(folder, name)) < stamp);
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

/** The bundle is as new as what tsc built. */
function bundled() {
  const stamp = timeOf(join(root, 'packages/cli/bundle/.stamp'));
  return readdirSync(join(root, 'packages')).every(
    (name) => timeOf(join(root, 'packages', name, 'dist/.tsbuildinfo')) <= stamp,
  );
}

export async function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `plumb: Node ${process.versions.node} is too old; 20.19 or later is needed. Install a newer Node and try again.`,
    );
    process.exit(2);
  }
  if (!installed())
    await step('installing packages (npm ci)', 'npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit']);
  if (!kernelBuilt())
    await step('compiling the kernel of the camera (asc)', process.execPath, [
      join(root, 'scripts/build-kernel.mjs'),
    ]);
  if (!built())
    await step('building (tsc -b)', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
  if (!bundled()) await step('bundling the start', process.execPath, [join(root, 'scripts/bundle.mjs')]);
}
