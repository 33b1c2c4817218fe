import type { TensorShape } from '@plumb/contract';

/** A renaming that is known from practice: what it does to a list of names and shapes. */
export interface RenameRule {
  /** For a reader: `drop the prefix module.`. */
  readonly label: string;
  apply<Tensor extends TensorShape>(tensors: readonly Tensor[]): readonly Tensor[];
}

const byName = (label: string, rename: (name: string) => string): RenameRule => ({
  label,
  apply: (tensors) => tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
});

const replacing = (from: RegExp, to: string, label: string) =>
  byName(label, (name) => name.replace(from, to));

/** What wrappers and releases do to names; each with what did it. */
const KNOWN: readonly RenameRule[] = [
  replacing(/(^|\.)module\.(?=.)/g, '$1', 'drop `module.` (DataParallel, DistributedDataParallel)'),
  replacing(/(^|\.)_orig_mod\.(?=.)/g, '$1', 'drop `_orig_mod.` (torch.compile)'),
  replacing(/(^|\.)_fsdp_wrapped_module\.(?=.)/g, '$1', 'drop `_fsdp_wrapped_module.` (FSDP)'),
  replacing(
    /(^|\.)_checkpoint_wrapped_module\.(?=.)/g,
    '$1',
    'drop `_checkpoint_wrapped_module.` (activation checkpointing)',
  ),
  replacing(/\.gamma$/, '.weight', 'LayerNorm `gamma` as `weight` (TensorFlow, transformers before 4)'),
  replacing(/\.beta$/, '.bias', 'LayerNorm `beta` as `bias` (TensorFlow, transformers before 4)'),
  replacing(
    /\.weight_g$/,
    '.parametrizations.weight.original0',
    '`weight_g` as a parametrization (torch 2.1)',
  ),
  replacing(
    /\.weight_v$/,
    '.parametrizations.weight.original1',
    '`weight_v` as a parametrization (torch 2.1)',
  ),
  replacing(
    /\.parametrizations\.weight\.original0$/,
    '.weight_g',
    'weight normalisation as before torch 2.1 (`weight_g`)',
  ),
  replacing(
    /\.parametrizations\.weight\.original1$/,
    '.weight_v',
    'weight normalisation as before torch 2.1 (`weight_v`)',
  ),
  // transformers 4.52 moved the parts of vision-language models below one `model`
  replacing(
    /(^|\.)language_model\.model\./,
    '$1model.language_model.',
    '`language_model.model` as `model.language_model` (transformers 4.52)',
  ),
  replacing(
    /(^|\.)language_model\.lm_head\./,
    '$1lm_head.',
    '`language_model.lm_head` as `lm_head` (transformers 4.52)',
  ),
  replacing(
    /(^|\.)(?<!model\.)(vision_tower|multi_modal_projector)\./,
    '$1model.$2.',
    'vision parts below `model` (transformers 4.52)',
  ),
  replacing(
    /(^|\.)model\.language_model\./,
    '$1language_model.model.',
    '`model.language_model` as `language_model.model` (transformers before 4.52)',
  ),
  replacing(
    /(^|\.)model\.(vision_tower|multi_modal_projector)\./,
    '$1$2.',
    'vision parts beside `model` (transformers before 4.52)',
  ),
];

/** The known rules, and those that these two lists of names suggest: prefixes and tied heads. */
export function renameRules(saved: readonly TensorShape[], wanted: readonly TensorShape[]): RenameRule[] {
  return [...KNOWN, ...prefixRules(saved, wanted), ...tiedRules(saved, wanted)];
}

function prefixRules(saved: readonly TensorShape[], wanted: readonly TensorShape[]): RenameRule[] {
  const own = commonHead(saved);
  const theirs = commonHead(wanted);
  // a head that only most names share: a trainer's own entries lie beside the policy's
  const most = mostCommonHead(saved);
  const rules: RenameRule[] = [];
  for (const head of new Set([own, most]))
    if (head)
      rules.push(
        byName(`drop \`${head}\``, (name) => (name.startsWith(head) ? name.slice(head.length) : name)),
      );
  if (theirs) rules.push(byName(`add \`${theirs}\``, (name) => theirs + name));
  return rules;
}

const headOf = (name: string) => (name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '');

function commonHead(tensors: readonly TensorShape[]): string {
  const heads = new Set(tensors.map(({ name }) => headOf(name)));
  return heads.size === 1 ? [...heads][0]! : '';
}

function mostCommonHead(tensors: readonly TensorShape[]): string {
  const counts = new Map<string, number>();
  for (const { name } of tensors) counts.set(headOf(name), (counts.get(headOf(name)) ?? 0) + 1);
  const [head, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return count > tensors.length / 2 ? head : '';
}

const HEAD = /(^|.*\.)lm_head\.weight$/;
const EMBEDDING = /embed_tokens\.weight$/;

/** A tied head is saved by some (PyTorch) and left out by others (safetensors, which stores no storage twice). */
function tiedRules(saved: readonly TensorShape[], wanted: readonly TensorShape[]): RenameRule[] {
  const hasHead = (tensors: readonly TensorShape[]) => tensors.find(({ name }) => HEAD.test(name));
  const theirs = hasHead(wanted);
  const own = hasHead(saved);
  if (own && !theirs)
    return [
      {
        label: `drop the tied \`${own.name}\``,
        apply: (tensors) => tensors.filter(({ name }) => !HEAD.test(name)),
      },
    ];
  if (!own && theirs)
    return [
      {
        label: `\`${theirs.name}\` as a copy of the embedding it is tied to`,
        apply: (tensors) => {
          const embedding = tensors.find(({ name }) => EMBEDDING.test(name));
          return embedding ? [...tensors, { ...embedding, name: theirs.name }] : tensors;
        },
      },
    ];
  return [];
}
