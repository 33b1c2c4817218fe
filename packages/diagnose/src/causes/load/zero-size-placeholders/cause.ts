import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures, tellMismatch } from '../../load-failures.ts';

/** A share of empty tensors that no model has by design; a single empty buffer is common. */
const SUSPICIOUS_SHARE = 0.1;

const elements = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function emptyShare(tensors: readonly { readonly shape: readonly number[] }[]): number {
  return tensors.length === 0
    ? 0
    : tensors.filter(({ shape }) => elements(shape) === 0).length / tensors.length;
}

function match(facts: Facts): Match | undefined {
  const empty = loadFailures(facts).flatMap((failure) => {
    const placeholders = failure.mismatched.filter(
      (m) => elements(m.checkpoint) === 0 && elements(m.model) > 0,
    );
    return placeholders.length > 0 ? [{ failure, placeholders }] : [];
  });
  const files = facts.checkpoints.filter(({ tensors }) => emptyShare(tensors) >= SUSPICIOUS_SHARE);
  if (empty.length + files.length === 0) return undefined;
  const count =
    empty[0]?.placeholders.length ?? files[0]!.tensors.filter((t) => elements(t.shape) === 0).length;
  return {
    strength: 'proven',
    evidence: [
      ...empty.map(({ failure, placeholders }) =>
        failure.evidence(tellMismatch(placeholders[0]!), placeholders[0]!.name),
      ),
      ...files.map(({ path, tensors }) => {
        const first = tensors.find((t) => elements(t.shape) === 0)!;
        return {
          kind: 'checkpoint',
          place: `${path}!${first.name}`,
          text: `shape [${first.shape.join(', ')}]`,
        } as const;
      }),
    ],
    details: { count: String(count) },
  };
}

export const zeroSizePlaceholders: Cause = {
  code: 'load/zero-size-placeholders',
  title: 'The checkpoint holds empty placeholders in place of {count} tensors',
  what: 'Tensors of zero elements stand where the weights should be. The values are not in this file.',
  why: 'Under DeepSpeed ZeRO-3 or FSDP each process keeps a slice, and what the module itself holds is empty. The checkpoint was saved without gathering the slices.',
  covers: ['A11'],
  explains: ['load-raises'],
  leadsTo: ['load/shapes-differ'],
  remedies: [
    {
      when: 'now',
      text: 'Assemble the weights from the sharded optimizer checkpoint, if it was kept: DeepSpeed writes `zero_to_fp32.py` beside it.',
      commands: ['python zero_to_fp32.py . pytorch_model.bin'],
      cost: 'Minutes, and memory for the whole model in float32.',
      risk: 'None. If the shards were not kept, the weights are lost.',
    },
    {
      when: 'long-term',
      text: 'Gather on save (`stage3_gather_16bit_weights_on_model_save`, FULL_STATE_DICT), and inspect the first checkpoint of each run.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'A setting.',
      risk: 'A slower save.',
    },
  ],
  logPatterns: [
    {
      name: 'empty-shape',
      contains: 'torch.Size([0]) from checkpoint',
      regex:
        /size mismatch for (?<name>\S+): copying a param with shape torch\.Size\(\[0\]\) from checkpoint/,
    },
  ],
  match,
};
