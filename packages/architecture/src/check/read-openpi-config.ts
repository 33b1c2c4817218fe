import { ConfigFields } from '../architectures/config-fields.ts';
import { piConfig } from '../architectures/lerobot/pi-policy.ts';
import type { RecognisedPart } from '../recognise/recognised-part.ts';
import type { OpenPiPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';

/**
 * π0 or π0.5 in openpi's own names, from its tensors and the config.json that `convert_jax_model_to_pytorch.py` writes
 * where it did. Undefined for anything else.
 */
export function readOpenPiConfig(
  config: Readonly<Record<string, unknown>> | undefined,
  place: string,
  parts: readonly RecognisedPart[],
): OpenPiPlan | undefined {
  const whole = parts.find(
    ({ architecture, path }) => path === '' && (architecture === 'pi0' || architecture === 'pi05'),
  );
  if (!whole) return undefined;
  const fields = new ConfigFields(config ?? {}, place);
  const expert = parts.find(({ architecture }) => architecture === 'pi0-expert')?.config;
  const variant = (width: unknown) => (width === 1024 ? 'gemma_300m' : 'gemma_2b');
  const actionDim = fields.size('action_dim', Number(whole.config.actionDim));
  const own = piConfig({
    pi05: whole.architecture === 'pi05',
    paliGemma: fields.text('paligemma_variant') ?? 'gemma_2b',
    expert: fields.text('action_expert_variant') ?? variant(expert?.hiddenSize),
    actionDim,
    // openpi's projection of the state is as wide as that of the actions
    stateDim: actionDim,
    imageSize: 224,
  });
  if (!own)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${place} names variants of Gemma that openpi's PyTorch code does not build.`,
      'Plumb knows gemma_2b and gemma_300m.',
    );
  return { kind: 'openpi', className: 'PI0Pytorch', config: own, place, assumptions: [] };
}
