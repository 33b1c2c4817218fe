import type { TensorShape } from '@plumb/contract';
import { hasFlatTowers } from '../architectures/clip.ts';
import type { Libraries } from '../architectures/decoder.ts';
import { RENAMED } from '../architectures/dinov2.ts';
import { isOlder } from '../architectures/is-older.ts';
import { REGROUPED } from '../architectures/paligemma.ts';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';

/** A checkpoint as the model gets it: names of the model, beside the name that the file has. */
export interface Renamed extends TensorShape {
  readonly saved: string;
}

/** Where a model's own tensors stand in the model with a head: `base_model_prefix` of the class. */
const BASE_PREFIX: readonly (readonly [classes: RegExp, prefix: string])[] = [
  [/^Dinov2Model$/, 'dinov2'],
  [/^Dinov2WithRegistersModel$/, 'dinov2_with_registers'],
  [/^CLIP/, 'clip'],
  [/^Siglip/, 'siglip'],
];

/**
 * What `from_pretrained` does to the names of a file before it loads: conversions of the class (PaliGemma since 4.52,
 * towers since 5.6, DINOv2 since 5.18), then `base_model_prefix`. Buffers that old releases saved are dropped.
 * `missingPrefix`: what the old loader writes in front of missing names after it took the prefix off the others.
 */
export function renameAsLibrary(
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  libraries: Libraries,
): { tensors: Renamed[]; missingPrefix: string } {
  const { className } = model;
  const convert = conversionOf(className, model, libraries);
  const named = tensors
    .filter(({ name }) => !/(?:^|\.)(?:rotary_emb\.inv_freq|embeddings\.position_ids)$/.test(name))
    .flatMap(({ name, shape }) =>
      convert(name, shape).map((tensor) => ({ ...tensor, saved: tensor.saved ?? name })),
    );
  const prefix = `${BASE_PREFIX.find(([classes]) => classes.test(className))?.[1] ?? 'model'}.`;
  const expects = model.children.some(([name]) => `${name}.` === prefix);
  const hasPrefix = named.some(({ name }) => name.startsWith(prefix));
  if (expects === hasPrefix) return { tensors: named, missingPrefix: '' };
  const own = new Set<string>();
  visitTensors(model, '', (name) => own.add(name));
  const isOld = isOlder(libraries, REWRITTEN);
  const renamed = named.map((tensor) => {
    const { name } = tensor;
    if (expects) return own.has(name) ? tensor : { ...tensor, name: prefix + name };
    if (!name.startsWith(prefix)) return tensor;
    const bare = name.slice(prefix.length);
    // reported by the file's own names, then (4.50) as looked for, then (5.0) as converted
    const reported = isOld ? tensor.saved : isOlder(libraries, '5.0') ? bare : name;
    return { ...tensor, name: bare, saved: reported };
  });
  return { tensors: renamed, missingPrefix: isOld && !expects ? prefix : '' };
}

/** `from_pretrained` was written anew for it. */
export const REWRITTEN = '4.50';

type Convert = (name: string, shape: readonly number[]) => (TensorShape & { saved?: string })[];

function conversionOf(className: string, model: ModuleSpec, libraries: Libraries): Convert {
  const plain = (rules: readonly (readonly [RegExp, string])[]): Convert => {
    return (name, shape) => {
      const rule = rules.find(([pattern]) => pattern.test(name));
      return [{ name: rule ? name.replace(...rule) : name, shape }];
    };
  };
  if (className.startsWith('Dinov2') && !isOlder(libraries, RENAMED)) return convertDinov2;
  if (/^(?:CLIP|Siglip)(?:Vision|Text)Model$/.test(className)) {
    const side = className.includes('Vision') ? 'vision_model' : 'text_model';
    const isFlat = !model.children.some(([name]) => name === side);
    return isFlat ? plain([[new RegExp(`^${side}\\.`), '']]) : plain([]);
  }
  if (className.startsWith('PaliGemma') && !isOlder(libraries, REGROUPED)) {
    const root = className === 'PaliGemmaModel' ? '' : 'model.';
    // 5.6 flattens the tower within PaliGemmaModel without renaming what is loaded into it; 5.10 does
    const forgets = root === '' && isOlder(libraries, '5.10');
    const isFlat = hasFlatTowers(libraries) && !forgets;
    const tower = isFlat ? `${root}vision_tower.` : `${root}vision_tower.vision_model.`;
    return plain([
      [/^language_model\.model\./, `${root}language_model.`],
      [/^language_model\.lm_head\./, 'lm_head.'],
      [/^multi_modal_projector\./, `${root}multi_modal_projector.`],
      [
        /^(?:model\.)?vision_tower\.vision_model\./,
        forgets && hasFlatTowers(libraries) ? `model.${tower}` : tower,
      ],
    ]);
  }
  return plain([]);
}

const DINOV2: readonly (readonly [RegExp, string])[] = [
  [/attention\.attention\.query/, 'attention.q_proj'],
  [/attention\.attention\.key/, 'attention.k_proj'],
  [/attention\.attention\.value/, 'attention.v_proj'],
  [/attention\.output\.dense/, 'attention.o_proj'],
  [/mlp\.weights_out/, 'mlp.down_proj'],
];

/** Gate and value of the gated MLP stood in one tensor, the gate first. */
const convertDinov2: Convert = (name, shape) => {
  const gated = /^(.*mlp\.)weights_in(\.\w+)$/.exec(name);
  if (gated) {
    const half = [Math.floor((shape[0] ?? 0) / 2), ...shape.slice(1)];
    return ['gate_proj', 'up_proj'].map((part) => ({ name: `${gated[1]}${part}${gated[2]}`, shape: half }));
  }
  const rule = DINOV2.find(([pattern]) => pattern.test(name));
  return [{ name: rule ? name.replace(...rule) : name, shape }];
};
