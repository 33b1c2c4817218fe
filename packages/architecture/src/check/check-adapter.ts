import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Adapter, type Checkpoint, readCheckpoint } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import type { CheckResult } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import type { CheckInput } from './check-load.ts';
import { loadAsPeft } from './load-as-peft.ts';
import { notPredicted } from './not-predicted.ts';
import { readLoraConfig } from './read-lora-config.ts';
import { failedBefore, subjectOf } from './result.ts';

const FILES = ['adapter_model.safetensors', 'adapter_model.bin'];

/**
 * A LoRA beside its base: the base as it loads by itself, then `PeftModel.from_pretrained` around it. Throws
 * `ARCHITECTURE_NOT_PREDICTED` where the base is elsewhere.
 */
export async function checkAdapter(
  input: CheckInput,
  adapter: Adapter,
  checkBase: (input: CheckInput) => Promise<CheckResult>,
): Promise<CheckResult> {
  const { checkpoint, environment, source, onModel } = input;
  const own = checkpoint.tensors.some(({ name }) => /\.lora_[AB]\./.test(name));
  if (own && adapter.missing === undefined)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${checkpoint.path} is an adapter, and its base does not lie in the folder above it.`,
      `Its config names ${adapter.base ?? 'no base'}. Names and shapes follow from the base: put the adapter into a folder inside of the base's.`,
    );
  const base = own
    ? await readCheckpoint(dirname(adapter.place.replace(/[\\/]+$/, '')))
    : withoutAdapter(checkpoint);
  const tensors = own ? checkpoint.tensors : await readBeside(adapter.place);
  let model: ModuleSpec | undefined;
  const result = await checkBase({
    checkpoint: withoutAdapter(base),
    environment,
    source,
    onModel: (built) => {
      model = built;
    },
  });
  if (model) onModel?.(model);
  const subject = subjectOf(
    checkpoint,
    environment,
    source,
    `LoRA of rank ${adapter.rank ?? '?'} around ${result.architecture}`,
  );
  if (!model || !result.loads || result.importFailure || result.constructionError)
    return {
      ...result,
      ...subject,
      assumptions: [...result.assumptions, 'The adapter is not reached: its base does not load.'],
    };
  if (!environment.packages.has('peft'))
    return failedBefore(subject, {
      importFailure: {
        error: "ModuleNotFoundError: No module named 'peft'",
        evidence: [{ kind: 'environment', place: environment.path, text: 'peft is not among its packages' }],
      },
    });
  const place = join(adapter.place, 'adapter_config.json');
  const config = JSON.parse(await readFile(place, 'utf8')) as Record<string, unknown>;
  const lora = loadAsPeft(tensors, model, readLoraConfig(config, place, tensors), torchOf(environment));
  const common = {
    ...result,
    ...subject,
    evidence: [
      { kind: 'checkpoint', place, text: `LoRA on ${adapter.touches.length} tensors of the base` } as const,
      ...result.evidence,
    ],
    assumptions: [
      ...result.assumptions,
      `${adapter.base ?? 'The base'} is taken to be what lies in ${base.path}. What the adapter lacks stays at zero effect, which PEFT only warns of.`,
    ],
  };
  // raised while the layers are wrapped, before any weight is read
  if (lora.error?.startsWith('Target modules'))
    return { ...common, loads: false, constructionError: `ValueError: ${lora.error}` };
  return {
    ...common,
    loads: lora.loads,
    error: lora.error,
    missing: [...result.missing, ...lora.missing],
    unexpected: [...result.unexpected, ...lora.unexpected],
    mismatched: lora.mismatched,
  };
}

const torchOf = (environment: CheckInput['environment']) =>
  environment.packages.get('torch')?.version || undefined;

function withoutAdapter({ adapter: _, ...checkpoint }: Checkpoint): Checkpoint {
  return checkpoint;
}

async function readBeside(folder: string): Promise<readonly TensorShape[]> {
  const file = FILES.find((name) => existsSync(join(folder, name)));
  return file === undefined ? [] : (await readCheckpoint(join(folder, file))).tensors;
}
