import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigFields, type DecoderConfig, readDecoderConfig } from '@plumb/architecture';
import { PlumbError } from '@plumb/core';
import type { DecoderNumbers } from '../forward/qwen.ts';

/** A language model's config.json: what decides its shapes, and what only its forward pass asks. */
export interface LanguageConfig {
  readonly config: DecoderConfig;
  readonly numbers: DecoderNumbers;
}

/** Families with a forward pass. */
const FAMILIES = ['qwen2', 'qwen3'] as const;

/**
 * Reads `config.json` of a Qwen2 or Qwen3. Throws `CONFIG_MALFORMED`; `MODEL_NOT_RUN` for another family, or an option that changes the
 * computation and is not built (scaled rope, a sliding window shorter than the text). `tokens`: length of the text.
 */
export async function readLanguageConfig(folder: string, tokens: number): Promise<LanguageConfig> {
  const place = join(folder, 'config.json');
  const options = await readOptions(place);
  const fields = new ConfigFields(options, place);
  const modelType = fields.text('model_type') ?? '';
  const family = FAMILIES.find((name) => name === modelType);
  if (!family) throw notRun(place, `model_type is ${JSON.stringify(modelType)}`);
  const config = readDecoderConfig(fields, family);
  // transformers 5 moved theta into rope_parameters
  const rope = (options.rope_parameters ?? options.rope_scaling ?? {}) as Record<string, unknown>;
  const kind = rope.rope_type ?? rope.type ?? 'default';
  if (kind !== 'default') throw notRun(place, `its rotary embedding is scaled (${String(kind)})`);
  const activation = options.hidden_act ?? 'silu';
  if (activation !== 'silu') throw notRun(place, `hidden_act is ${String(activation)}`);
  const window = options.use_sliding_window === true ? options.sliding_window : null;
  if (typeof window === 'number' && window < tokens) throw notRun(place, `its window slides (${window})`);
  return {
    config,
    numbers: {
      heads: config.heads,
      kvHeads: config.kvHeads,
      headDim: config.headDim,
      rmsNormEpsilon: fields.ratio('rms_norm_eps', 1e-6),
      ropeTheta: typeof rope.rope_theta === 'number' ? rope.rope_theta : fields.ratio('rope_theta', 10000),
    },
  };
}

async function readOptions(place: string): Promise<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(await readFile(place, 'utf8'));
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Record<string, unknown>;
    throw new Error('it is not a JSON object');
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'CONFIG_MALFORMED',
        what: `${place} cannot be read as the config of a language model.`,
        why: (cause as Error).message,
        remedy:
          'Restore the file as its publisher has it, or give another folder: --language-model <folder>.',
      },
      { cause },
    );
  }
}

function notRun(place: string, why: string): PlumbError {
  return new PlumbError({
    code: 'MODEL_NOT_RUN',
    what: `Plumb has no forward pass for the language model of ${place}.`,
    why: `Qwen2 and Qwen3 are built, with plain rotary embedding; here ${why}.`,
    remedy: 'Serve the policy from its own code and give its address instead.',
  });
}
