import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ASSET_PARTS, type AssetPart } from '../asset-part.ts';
import { cacheFolder } from '../find-assets.ts';
import { type PulledParts, pullAssets } from '../pull-assets.ts';
import { hasFilesOf, writeSums } from './check-sums.ts';
import { downloadFile } from './download-file.ts';
import { findWheel } from './find-wheel.ts';
import { WHEELS, type WheelRelease } from './public-sources.ts';
import { pullHubAssets } from './pull-hub-assets.ts';

export interface PullPublicOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A line for the user that replaces the last one. */
  readonly onProgress?: (line: string) => void;
  /** Milliseconds before a second attempt. */
  readonly firstDelayMs?: number;
}

/**
 * Fills Plumb's cache from the package index and the hub, leaving what is there and right. Returns the parts that were
 * fetched or checked. Throws what `findWheel`, `downloadFile`, `pullAssets` and `pullHubAssets` throw.
 */
export async function pullPublicAssets(options: PullPublicOptions = {}): Promise<PulledParts> {
  const env = options.env ?? process.env;
  const pulled = new Map<AssetPart['name'], number>();
  for (const wheel of WHEELS) {
    for (const [part, files] of await pullWheel(wheel, env, options)) pulled.set(part, files);
  }
  const delay = options.firstDelayMs === undefined ? {} : { firstDelayMs: options.firstDelayMs };
  const assets = ASSET_PARTS.find((part) => part.name === 'libero-assets')!;
  const files = await pullHubAssets(join(cacheFolder(env), assets.packages[0]!, assets.folder), {
    env,
    ...delay,
    onFile: (name, done, all) => options.onProgress?.(`${done} of ${all} files, ${name}`),
  });
  return pulled.set('libero-assets', files);
}

async function pullWheel(
  wheel: WheelRelease,
  env: NonNullable<PullPublicOptions['env']>,
  options: PullPublicOptions,
): Promise<PulledParts> {
  const cache = cacheFolder(env);
  const folder = join(cache, 'wheels');
  // written last: a wheel that was unpacked half leaves none
  const sums = join(folder, `${wheel.project}-${wheel.release}.sha256`);
  if (await hasFilesOf(sums, cache)) return new Map();
  options.onProgress?.(`looking for ${wheel.project} ${wheel.release}`);
  const { name, url, sha256 } = await findWheel(wheel, env);
  const path = join(folder, name);
  await downloadFile(url, path, sha256, {
    ...(options.firstDelayMs === undefined ? {} : { firstDelayMs: options.firstDelayMs }),
    onBytes: (bytes, all) =>
      options.onProgress?.(`${name}: ${megabytes(bytes)}${all ? ` of ${megabytes(all)}` : ''} MB`),
  });
  const placed = new Map<string, string>();
  const pulled = await pullAssets(path, { env, onPlaced: (file, sum) => placed.set(file, sum) });
  await writeSums(sums, cache, placed);
  await rm(path);
  return pulled;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
