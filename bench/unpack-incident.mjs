// The incident lies packed in ../shared (PLUMB_SHARED); benchmarks want its checkpoints unpacked, once.
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { root } from '../scripts/setup.mjs';

export const incident = join(resolve(root, process.env.PLUMB_SHARED ?? '../shared'), 'incident');
if (!existsSync(incident)) {
  console.error(`${incident} is not there. Set PLUMB_SHARED to the folder that holds incident/.`);
  process.exit(2);
}

/** Folder after `--unpacked`; undefined where it was not given. */
export function folderArgument() {
  const flag = process.argv.indexOf('--unpacked');
  return flag > 0 ? resolve(process.argv[flag + 1] ?? '.') : undefined;
}

/** Paths of the 7.5 GB and of the 2.6 GB checkpoint in `folder`, unpacked there where they are not yet. */
export async function unpackIncident(folder) {
  const targets = [];
  for (const name of ['checkpoint.pt', 'simple/checkpoint.pt']) {
    const target = join(folder, name);
    targets.push(target);
    if (existsSync(target)) continue;
    console.error(`unpacking ${name}.br into ${folder} …`);
    mkdirSync(dirname(target), { recursive: true });
    await pipeline(
      createReadStream(join(incident, `${name}.br`)),
      createBrotliDecompress(),
      createWriteStream(`${target}.part`),
    );
    renameSync(`${target}.part`, target);
  }
  return targets;
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
