import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readCheckpoint } from '@plumb/checkpoint';
import type { Evidence, TensorShape } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { diffusionActionHead, l1RegressionHead, proprioProjector } from '../architectures/openvla.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';

/** OpenVLA-OFT's files beside the model (`openvla_utils.find_checkpoint_file`: `<name>--<step>_checkpoint.pt`). */
const NAMES = ['action_head', 'proprio_projector', 'noisy_action_projector', 'vision_backbone'] as const;

/** Action and state by robot (`prismatic/vla/constants.py`), which OpenVLA-OFT reads off the command line. */
const PLATFORMS = [
  { name: 'LIBERO', action: 7, state: 8 },
  { name: 'ALOHA', action: 14, state: 14 },
  { name: 'BRIDGE', action: 7, state: 7 },
] as const;

export interface SideComponents {
  readonly evidence: readonly Evidence[];
  readonly consequences: readonly string[];
  readonly assumptions: readonly string[];
}

/** The load of each component in a file of its own: strict, names without the `module.` of distributed training. */
export async function checkSideComponents(folder: string, languageWidth: number): Promise<SideComponents> {
  const evidence: Evidence[] = [];
  const consequences: string[] = [];
  const assumptions: string[] = [];
  const sizes: { action?: number; state?: number } = {};
  const files = (await readdir(folder).catch(() => [])).sort();
  for (const name of NAMES) {
    const found = files.filter((file) => file.includes(name) && file.includes('checkpoint'));
    const [file] = found;
    if (file === undefined) continue;
    if (found.length > 1) {
      consequences.push(
        `${folder} holds ${found.length} files for ${name} (${found.join(', ')}): OpenVLA-OFT raises AssertionError, it takes exactly one.`,
      );
      continue;
    }
    if (name === 'vision_backbone') {
      assumptions.push(`${file} holds towers with FiLM, which Plumb does not predict.`);
      continue;
    }
    try {
      const { tensors } = await readCheckpoint(join(folder, file));
      const named = tensors.map(({ name: full, shape }) => ({ name: full.replace(/^module\./, ''), shape }));
      const spec = specOf(name, named, languageWidth, sizes);
      const { loads, error } = predictLoad(named, spec, { strict: true });
      if (loads)
        evidence.push({ kind: 'checkpoint', place: join(folder, file), text: `fits ${spec.className}` });
      else consequences.push(`${file} does not load into ${spec.className}: RuntimeError: ${error}`);
    } catch (error) {
      if (!(error instanceof PlumbError)) throw error;
      consequences.push(`${file} cannot be read: ${error.what}`);
    }
  }
  const platform = PLATFORMS.find(
    ({ action, state }) => (sizes.action ?? action) === action && (sizes.state ?? state) === state,
  );
  if (sizes.action !== undefined && !platform)
    consequences.push(
      `Actions of ${sizes.action} and a state of ${sizes.state} are those of no robot in OpenVLA-OFT's constants: its own sizes do not fit these files.`,
    );
  else if (sizes.action !== undefined)
    assumptions.push(
      `Actions of ${sizes.action}${sizes.state === undefined ? '' : ` and a state of ${sizes.state}`}: OpenVLA-OFT takes its sizes for ${platform?.name}, by a word in the command line, LIBERO's without one.`,
    );
  return { evidence, consequences, assumptions };
}

/** What OpenVLA-OFT builds for the file. The action's and the state's sizes are the file's own. */
function specOf(
  name: (typeof NAMES)[number],
  tensors: readonly TensorShape[],
  width: number,
  sizes: { action?: number; state?: number },
): ModuleSpec {
  const shape = (end: string) => tensors.find((tensor) => tensor.name.endsWith(end))?.shape;
  if (name === 'noisy_action_projector') return proprioProjector(1, width);
  if (name === 'proprio_projector') {
    sizes.state = shape('fc1.weight')?.[1] ?? 8;
    return proprioProjector(sizes.state, width);
  }
  sizes.action = shape('fc2.weight')?.[0] ?? 7;
  const head = { inputs: width * sizes.action, hidden: width, outputs: sizes.action, blocks: 2 };
  const diffuses = tensors.some((tensor) => tensor.name.startsWith('noise_predictor.'));
  return diffuses ? diffusionActionHead(head) : l1RegressionHead(head);
}
