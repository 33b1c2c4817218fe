import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';

const LIMITS = {
  /** Bytes of adapter_config.json; real ones have a thousand. */
  config: 1_000_000,
};

/** What peft's `adapter_config.json` says that decides what a merge adds. */
export interface LoraConfig {
  /** W += scale(name, rank) * B @ A. */
  scale(module: string, rank: number): number;
  /** The weight is stored `[in, out]` (GPT-2's Conv1D). */
  readonly fanInFanOut: boolean;
}

/** Throws `ADAPTER_CONFIG` or `ADAPTER_KIND` for what is no plain LoRA. */
export async function readLoraConfig(folder: string): Promise<LoraConfig> {
  const path = join(folder, 'adapter_config.json');
  const config = await parse(path);
  const { peft_type: kind, r, lora_alpha: alpha, use_rslora: rooted } = config;
  if (kind !== undefined && kind !== 'LORA')
    throw wrongKind(path, `it is of the type ${JSON.stringify(kind)}`);
  if (config.use_dora === true) throw wrongKind(path, 'it is a DoRA: its magnitudes rescale whole columns');
  if (typeof r !== 'number' || typeof alpha !== 'number')
    throw wrongConfig(path, 'r or lora_alpha is missing');
  const ranks = readPattern(path, 'rank_pattern', config);
  const alphas = readPattern(path, 'alpha_pattern', config);
  return {
    fanInFanOut: config.fan_in_fan_out === true,
    scale(module, rank) {
      const said = valueFor(module, ranks) ?? r;
      if (said !== rank)
        throw wrongConfig(path, `it says rank ${said} for ${module}, whose matrices have ${rank}`);
      const numerator = valueFor(module, alphas) ?? alpha;
      return numerator / (rooted === true ? Math.sqrt(rank) : rank);
    },
  };
}

async function parse(path: string): Promise<Record<string, unknown>> {
  let config: unknown;
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > LIMITS.config) throw new Error(`it has ${text.length} bytes`);
    config = JSON.parse(text);
  } catch (error) {
    throw wrongConfig(path, (error as Error).message);
  }
  if (typeof config !== 'object' || config === null) throw wrongConfig(path, 'it is not a JSON object');
  return config as Record<string, unknown>;
}

/** Plain names only: peft takes keys as regular expressions, and a wrong scale would go unnoticed. */
function readPattern(path: string, field: string, config: Record<string, unknown>): [string, number][] {
  const entries = Object.entries(config[field] ?? {});
  for (const [key, value] of entries) {
    if (typeof value !== 'number') throw wrongConfig(path, `${field}.${key} is not a number`);
    if (!/^[\w.]+$/.test(key)) throw wrongKind(path, `its ${field} has the regular expression ${key}`);
  }
  return entries as [string, number][];
}

/** As peft: a key names a module or the end of its path. */
function valueFor(module: string, pattern: readonly [string, number][]): number | undefined {
  return pattern.find(([key]) => module === key || module.endsWith(`.${key}`))?.[1];
}

function wrongConfig(path: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'ADAPTER_CONFIG',
    what: `${path} is not a usable adapter config: ${problem}.`,
    why: 'peft writes it beside adapter_model.safetensors; without r and lora_alpha the scale of the adapter is unknown.',
    remedy: 'Give the folder that save_pretrained() of the peft model wrote.',
  });
}

function wrongKind(path: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'ADAPTER_KIND',
    what: `${path} is no plain LoRA: ${problem}.`,
    why: 'Plumb merges W + scale * B @ A and nothing else, rather than something nearly right.',
    remedy: 'Merge it where it was trained: model.merge_and_unload().save_pretrained(FOLDER)',
  });
}
