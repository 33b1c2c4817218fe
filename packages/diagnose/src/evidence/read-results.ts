import { readFile, stat } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import type { ResultFact } from '../facts.ts';
import { fromAtlasEval } from './results/atlas-eval.ts';
import { fromAtlasLiberoEval } from './results/atlas-libero-eval.ts';
import { fromEpisodeList } from './results/episode-list.ts';
import type { JsonObject } from './results/json.ts';
import { isObject } from './results/json.ts';
import { fromLerobotEval } from './results/lerobot-eval.ts';
import { fromOfflineEval } from './results/offline-eval.ts';

// 10,000 episodes with their records are a few MB; larger JSON is a data set
const MAX_BYTES = 64 << 20;

/** One shape a file. Each answers undefined for what is not its own; the most particular comes first. */
const SHAPES: readonly ((json: JsonObject, path: string) => ResultFact | undefined)[] = [
  fromAtlasEval,
  fromAtlasLiberoEval,
  fromLerobotEval,
  fromOfflineEval,
  fromEpisodeList,
];

/** The results in a JSON file; undefined where it holds none (a config, a list of names). */
export async function readResults(path: string): Promise<ResultFact | undefined> {
  const { size } = await stat(path);
  if (size > MAX_BYTES)
    throw new PlumbError({
      code: 'RESULT_TOO_LARGE',
      what: `${path} has ${size} bytes; a result file is read up to ${MAX_BYTES}.`,
      why: 'Results of thousands of episodes are a few megabytes; a file of this size is most likely a data set.',
      remedy: 'Give the summary that the evaluation wrote, or split the file by suite.',
    });
  return parseResults(await readFile(path, 'utf8'), path);
}

/** Throws `RESULT_NOT_JSON`. Python's `NaN` and `Infinity` are read as null, as `json.dump` writes them bare. */
export function parseResults(text: string, path: string): ResultFact | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    try {
      json = JSON.parse(text.replace(/(?<=[[:,]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g, 'null'));
    } catch (cause) {
      throw new PlumbError(
        {
          code: 'RESULT_NOT_JSON',
          what: `${path} is not JSON.`,
          why: (cause as Error).message,
          remedy: 'An evaluation that was killed leaves a half-written file: use the one of a finished run.',
        },
        { cause },
      );
    }
  }
  if (!isObject(json)) return undefined;
  for (const shape of SHAPES) {
    const fact = shape(json, path);
    if (fact) return fact;
  }
  return undefined;
}
