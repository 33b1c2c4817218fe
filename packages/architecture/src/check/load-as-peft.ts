import type { TensorShape } from '@plumb/contract';
import type { LoadPrediction } from '../load-prediction.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import { adaptWithLora, type LoraConfig } from './adapt-with-lora.ts';

/** `PeftModel.from_pretrained` of a LoRA around a base: what raises, or what of the adapter has no place or no value. */
export function loadAsPeft(
  tensors: readonly TensorShape[],
  base: ModuleSpec,
  config: LoraConfig,
  torchVersion: string | undefined,
): LoadPrediction {
  const model = adaptWithLora(base, config);
  if (!model) {
    const list = typeof config.targets === 'string' ? config.targets : `{'${config.targets.join("', '")}'}`;
    const error = `Target modules ${list} not found in the base model. Please check the target modules and try again.`;
    return { loads: false, error, missing: [], unexpected: [], mismatched: [] };
  }
  const named = tensors.map(({ name, shape }) => ({ name: withAdapterName(name, config), shape }));
  const prediction = predictLoad(named, model, { strict: false, torchVersion });
  return {
    ...prediction,
    // the base's own weights are no part of the file
    missing: prediction.missing.filter((name) =>
      /\.lora_(?:[AB]|magnitude_vector)\.|\.modules_to_save\./.test(name),
    ),
  };
}

/** `…lora_A.weight` is `…lora_A.default.weight` in the model, a module saved whole stands in its wrapper. */
function withAdapterName(name: string, { savedWhole }: LoraConfig): string {
  if (name.includes('.lora_'))
    return name
      .replace(/(\.lora_[AB])\.(?:default\.)?weight$/, '$1.default.weight')
      .replace(/(\.lora_magnitude_vector)(?:\.default)?(?:\.weight)?$/, '$1.default.weight');
  const whole = savedWhole.find((module) => name.includes(`${module}.`));
  return whole === undefined || name.includes('.modules_to_save.')
    ? name
    : name.replace(`${whole}.`, `${whole}.modules_to_save.default.`);
}
