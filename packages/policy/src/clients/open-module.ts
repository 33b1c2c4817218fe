import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlumbError } from '@plumb/core';
import { FAMILIES, type Family } from '../manifest/families.ts';
import { overrideManifest } from '../manifest/override-manifest.ts';
import type { Policy, PolicyAnswer, PolicyRequest, PreparedObservation } from '../policy.ts';
import { ChunkReader } from '../wire/read-chunk.ts';

/** The default export of a module that is a policy. */
export interface PolicyModule {
  /** Whose conventions its observations and actions have; `plain` unless said. */
  readonly family?: Family;
  /** Items over the family's, each `key=value`, as `--manifest` takes them. */
  readonly manifest?: readonly string[];
  /** Plain JSON for the run's record: which checkpoint, which version. */
  readonly description?: Readonly<Record<string, unknown>>;
  /** One action, `[7]`, or a chunk, `[n][7]`. */
  predict(
    observation: PreparedObservation,
    context: { readonly episode: string; readonly step: number; readonly signal?: AbortSignal },
  ):
    | readonly number[]
    | readonly (readonly number[])[]
    | Promise<readonly number[] | readonly (readonly number[])[]>;
  startEpisode?(episode: string, instruction: string): void | Promise<void>;
  endEpisode?(episode: string, success: boolean): void | Promise<void>;
  close?(): void | Promise<void>;
}

/** Loads the user's own module and runs it as a policy. Throws `POLICY_MODULE`; what it throws itself is its episode's error. */
export async function openModule(path: string, items: readonly string[]): Promise<Policy> {
  const module = await load(path);
  const base = FAMILIES[module.family ?? 'plain'];
  if (base === undefined)
    throw badModule(path, `its family "${module.family}" is none of ${Object.keys(FAMILIES).join(', ')}`);
  const own = overrideManifest(base, module.manifest ?? []);
  const { manifest, given } = overrideManifest(own.manifest, items);
  const chunks = new ChunkReader(path);
  const ask = async (request: PolicyRequest, signal?: AbortSignal): Promise<PolicyAnswer | PlumbError> => {
    const { episode, step, observation } = request;
    const started = performance.now();
    try {
      const context = { episode, step, ...(signal === undefined ? {} : { signal }) };
      const answer = await module.predict(observation, context);
      return { actions: chunks.read(toLists(answer)), inferMs: performance.now() - started };
    } catch (error) {
      return error instanceof PlumbError ? error : failed(path, 'predict', error);
    }
  };
  return {
    name: path,
    manifest,
    overrides: given,
    description: { protocol: 'module', ...module.description },
    maxBatch: 1,
    // a module's own state needs no locks this way
    maxParallel: 1,
    ...(module.startEpisode === undefined
      ? {}
      : {
          startEpisode: (episode, instruction) =>
            guarded(path, 'startEpisode', () => module.startEpisode!(episode, instruction)),
        }),
    act: async (requests, signal) => {
      const answers: (PolicyAnswer | PlumbError)[] = [];
      for (const request of requests) answers.push(await ask(request, signal));
      return answers;
    },
    ...(module.endEpisode === undefined
      ? {}
      : {
          endEpisode: (episode, success) =>
            guarded(path, 'endEpisode', () => module.endEpisode!(episode, success)),
        }),
    close: () => guarded(path, 'close', () => module.close?.()),
  };
}

async function load(path: string): Promise<PolicyModule> {
  const file = resolve(path);
  try {
    await access(file);
  } catch (cause) {
    throw badModule(path, 'there is no such file', cause);
  }
  if (/\.[cm]?ts$/i.test(path)) await (await import('./strip-types.ts')).readTypeScript();
  let loaded: { default?: Partial<PolicyModule> };
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded;
  } catch (cause) {
    throw badModule(path, (cause as Error).message, cause);
  }
  if (typeof loaded.default?.predict !== 'function')
    throw badModule(path, 'its default export has no function "predict"');
  return loaded.default as PolicyModule;
}

/** Typed arrays count as lists. */
function toLists(answer: unknown): unknown {
  if (ArrayBuffer.isView(answer)) return [...(answer as Float64Array)];
  return Array.isArray(answer)
    ? answer.map((row: unknown) => (ArrayBuffer.isView(row) ? [...(row as Float64Array)] : row))
    : answer;
}

function badModule(path: string, detail: string, cause?: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_MODULE',
      what: `${path} is no policy: ${detail}.`,
      why: 'A module is a policy when it exports by default an object with predict(observation).',
      remedy: 'docs/policies.md shows one of ten lines.',
    },
    { cause },
  );
}

/** What a function of the module throws is told as the module's. */
async function guarded(path: string, name: string, call: () => void | Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    throw error instanceof PlumbError ? error : failed(path, name, error);
  }
}

function failed(path: string, name: string, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_MODULE_FAILED',
      what: `${name} of ${path} threw: ${(cause as Error)?.message ?? String(cause)}`,
      why: 'The error comes from the module itself.',
      remedy: `Its place: ${firstPlace(cause)}`,
    },
    { cause },
  );
}

function firstPlace(cause: unknown): string {
  return (
    (cause as Error)?.stack
      ?.split('\n')
      .find((line) => line.includes('file:'))
      ?.trim() ?? 'not known'
  );
}
