// What the benchmarks of the model room share.
import { readFileSync } from 'node:fs';

export const INSTRUCTION = 'pick up the black bowl and place it on the plate';

/** The picture that oracle/model/bench_torch.py shows. */
export function benchRequest(policy, instruction = INSTRUCTION) {
  const { camera, width, height, orientation } = policy.manifest.cameras[0];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
  const images = { [camera]: { width, height, orientation, data } };
  return { episode: 'bench', step: 0, observation: { images, state: new Float64Array(), instruction } };
}

/** Megabytes of this process; `file` is mapped and can be given back, `anon` cannot. */
export function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const read = (key) => Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  return { rss: read('VmRSS'), anon: read('RssAnon'), file: read('RssFile'), peak: read('VmHWM') };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Wall and CPU seconds of one call. */
export async function timed(work) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const used = process.cpuUsage(cpu);
  return { s: (performance.now() - started) / 1000, cpu_s: (used.user + used.system) / 1e6 };
}
