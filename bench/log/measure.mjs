import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';

// clock ticks a second in /proc, the same on every Linux since 2.6
const TICKS = 100;

/** Wall, user and system seconds and the peak resident size of one run of plumb; throws where it could not do it. */
export function measure(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(join(root, 'node_modules/.bin/plumb'), args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    let last = { user: Number.NaN, system: Number.NaN, megabytes: Number.NaN };
    const poll = setInterval(() => {
      last = readProc(child.pid) ?? last;
    }, 20);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      const wall = (performance.now() - start) / 1000;
      if (code === 2 || code === null) reject(new Error(`plumb ${args.join(' ')} ended with ${code}`));
      else resolve({ wall, ...last, stdout: Buffer.concat(chunks).toString() });
    });
  });
}

function readProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    if (!peak) return undefined;
    return { user: fields[11] / TICKS, system: fields[12] / TICKS, megabytes: peak[1] / 1024 };
  } catch {
    // it has just ended
    return undefined;
  }
}
