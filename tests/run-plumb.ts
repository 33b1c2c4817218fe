import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const root = resolve(fileURLToPath(import.meta.url), '../..');
export const example = join(root, 'examples/atlas-incident');

export interface PlumbRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would, in `cwd` (the repository unless given). Nothing is replaced by a mock. */
export function runPlumb(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): PlumbRun {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(root, 'packages/cli/bin/plumb.js'), ...args],
    {
      cwd: options.cwd ?? root,
      env: { ...env, ...options.env },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (error) throw error;
  return { status, stdout, stderr };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
