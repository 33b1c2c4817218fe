import type { AtlasVlaConfig } from '@plumb/architecture';
import { PlumbError } from '@plumb/core';
import type { AtlasModel } from './atlas-model.ts';

/** A computation that is not the published source's, by name; never chosen silently. */
export interface Variant {
  readonly name: 'mask-for-every-head' | 'spatial-head-pooled' | 'queries-pool';
  readonly why: string;
}

const QUERIES_POOL: Variant = {
  name: 'queries-pool',
  why: "A tenth of the pooled features is added to the simple backbone's action queries, as the same file's VGGT adapter does; published, they never meet a token, and no trained weights have seen this.",
};

/** Those that the config forces since the source raises, and those asked for. Throws `VARIANT_UNKNOWN`. */
export function chooseVariants(config: AtlasVlaConfig, asked: readonly string[]): Variant[] {
  const variants: Variant[] = [];
  const { vggt, actionHead } = config;
  if (!vggt.usePretrainedVggt && vggt.numHeads > 1)
    variants.push({
      name: 'mask-for-every-head',
      why: `The published source cannot run this backbone with ${vggt.numHeads} heads: its mask is [batch, n, n] where nn.MultiheadAttention wants [batch * heads, n, n] (components/vggt_layers.py). Here the mask serves every head. No checkpoint can have been trained with it as published.`,
    });
  if (actionHead.spatial === 'plain')
    variants.push({
      name: 'spatial-head-pooled',
      why: "At 6c47f7f the spatial head concatenates the queries' three dimensions with two and raises (action_head.py); the queries are averaged first, as 8da9053 does.",
    });
  for (const name of asked) {
    if (name !== QUERIES_POOL.name || vggt.usePretrainedVggt) throw unknown(name);
    variants.push(QUERIES_POOL);
  }
  return variants;
}

/** What the published computation does that nobody can have meant; it stays as it is. */
export function oddities({
  config: { vggt, actionHead },
  towerInputs,
}: Pick<AtlasModel, 'config' | 'towerInputs'>): string[] {
  return [
    vggt.usePretrainedVggt
      ? 'The action queries never attend to the tokens: only the mean of all features reaches them, times 0.1 (vggt_adapter.py). Padding of the instruction is averaged in.'
      : `The action queries never attend to the tokens (vggt_adapter.py, SimpleVGGTBackbone): ${
          actionHead.spatial
            ? 'image and instruction reach the action through the spatial head alone.'
            : 'the action depends on neither image nor instruction, whatever the weights.'
        }`,
    ...(towerInputs ? [NORMALISED_TWICE] : []),
  ];
}

const NORMALISED_TWICE =
  "The vision tower's pictures are normalised twice, and cut to 0 to 1 in between (vision_encoder.py, _normalize_images): what is darker than ImageNet's mean is one black to it.";

function unknown(name: string): PlumbError {
  return new PlumbError({
    code: 'VARIANT_UNKNOWN',
    what: `There is no variant ${name} for this checkpoint.`,
    why: `${QUERIES_POOL.name} can be asked for, with the simple backbone.`,
    remedy: 'Leave it out to run the published computation.',
  });
}
