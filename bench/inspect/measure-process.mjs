/** Runs a command and reports wall and CPU seconds and the peak resident size of its process in MB. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const GNU_TIME = '/usr/bin/time';
const hasTime =
  existsSync(GNU_TIME) && spawnSync(GNU_TIME, ['-f', '%M', 'true'], { encoding: 'utf8' }).status === 0;

export const how = hasTime ? `${GNU_TIME} -f` : '/proc/PID/status, polled every 5 ms';

/** Throws where the command fails: a quick failure is no result. */
export function measure(command) {
  return hasTime ? measureWithTime(command) : measureWithProc(command);
}

async function measureWithTime(command) {
  const start = performance.now();
  const run = spawnSync(GNU_TIME, ['-f', '%U %S %M', ...command], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const wall = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(`${command.join(' ')}: ${run.stderr}`);
  const [user, system, kilobytes] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

function measureWithProc([program, ...args]) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    let kilobytes = Number.NaN;
    const poll = setInterval(() => {
      try {
        kilobytes = Number(
          /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? kilobytes,
        );
      } catch {
        // no /proc here, or the process has just ended
      }
    }, 5);
    child.on('exit', (code) => {
      clearInterval(poll);
      if (code !== 0) reject(new Error(`${program} ended with ${code}`));
      else
        resolve({ wall: (performance.now() - start) / 1000, cpu: Number.NaN, megabytes: kilobytes / 1024 });
    });
  });
}
