import type { Claim } from './make-part.ts';
import { listSome } from './make-part.ts';
import type { TensorIndex } from './tensor-index.ts';

// peft leaves the adapter's name out of saved files, and in what torch.save writes
const LOW_RANK = /^(.*?)([^.]+)\.lora_([AB])(?:\.[^.]+)?\.weight$/;

/** The low-rank pairs of peft, by rank and by the layers that they change. */
export function recogniseLora(index: TensorIndex): Claim[] {
  const names: string[] = [];
  const ranks = new Set<number>();
  const layers = new Set<string>();
  let wrapped = 0;
  for (const name of index.names()) {
    const [, , layer, side] = LOW_RANK.exec(name) ?? [];
    if (layer === undefined) continue;
    names.push(name);
    if (side !== 'A') continue;
    wrapped++;
    layers.add(layer);
    const rank = index.shape(name)?.[0];
    if (rank !== undefined) ranks.add(rank);
  }
  if (wrapped === 0) return [];
  const rank = [...ranks].sort((a, b) => a - b).join(', ');
  return [
    {
      names,
      part: {
        path: '',
        architecture: 'lora',
        text: `LoRA of rank ${rank} on ${wrapped} layers: ${listSome([...layers].sort())}`,
        config: { rank, layers: wrapped },
        published: [],
        parameters: index.count(names),
        tensors: names.length,
        whole: false,
        evidence: names.slice(0, 2).map((name) => index.describe(name)),
      },
    },
  ];
}
