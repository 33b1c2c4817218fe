import type { DType } from '@plumb/contract';
import { describe, expect, test } from 'vitest';
import type { TensorEntry } from '../checkpoint.ts';
import { canonicalName } from './canonical-name.ts';
import { matchNames } from './match-names.ts';

const tensor = (name: string, shape: number[] = [4, 4], dtype: DType = 'float32'): TensorEntry => ({
  name,
  shape,
  dtype,
  stride: shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1)),
  file: 'made-up',
  offset: 0,
});

function match(a: TensorEntry[], b: TensorEntry[]) {
  const { matches, onlyA, onlyB } = matchNames(a, b);
  return {
    pairs: matches.map(({ kind, a, b }) => [
      kind,
      a.map((t) => t.name).join('+'),
      b.map((t) => t.name).join('+'),
    ]),
    onlyA: onlyA.map(({ name }) => name),
    onlyB: onlyB.map(({ name }) => name),
  };
}

// names before and after, from transformers' own conversions and torch's wrappers
test.each([
  ['model.language_model.layers.0.mlp.up_proj.weight', 'language_model.model.layers.0.mlp.up_proj.weight'],
  ['lm_head.weight', 'language_model.lm_head.weight'],
  ['model.visual.blocks.0.attn.qkv.weight', 'visual.blocks.0.attn.qkv.weight'],
  ['model.vision_tower.encoder.weight', 'vision_tower.encoder.weight'],
  ['bert.encoder.LayerNorm.gamma', 'bert.encoder.LayerNorm.weight'],
  ['module._orig_mod.conv.parametrizations.weight.original0', 'conv.weight_g'],
])('%s and %s are one tensor', (a, b) => {
  expect(canonicalName(a)).toBe(canonicalName(b));
});

test('a layer scale keeps its name', () => {
  expect(canonicalName('blocks.0.ls1.gamma')).not.toBe(canonicalName('blocks.0.ls1.weight'));
});

describe('matching', () => {
  test('the same name wins over any renaming', () => {
    const { pairs } = match([tensor('a.w'), tensor('module.a.w')], [tensor('module.a.w'), tensor('a.w')]);
    expect(pairs).toEqual([
      ['name', 'a.w', 'a.w'],
      ['name', 'module.a.w', 'module.a.w'],
    ]);
  });

  test('split projections are put together in order, of any of their spellings', () => {
    const split = [
      tensor('l.0.self_attn.v_proj.weight', [2, 8]),
      tensor('l.0.self_attn.q_proj.weight', [4, 8]),
      tensor('l.0.self_attn.k_proj.weight', [2, 8]),
    ];
    const names = 'l.0.self_attn.q_proj.weight+l.0.self_attn.k_proj.weight+l.0.self_attn.v_proj.weight';
    expect(match([tensor('l.0.self_attn.qkv_proj.weight', [8, 8])], split).pairs).toEqual([
      ['fused', 'l.0.self_attn.qkv_proj.weight', names],
    ]);
    expect(match(split, [tensor('l.0.self_attn.in_proj_weight', [8, 8])]).pairs).toEqual([
      ['fused', names, 'l.0.self_attn.in_proj_weight'],
    ]);
  });

  test('projections whose sizes do not add up are not taken for one', () => {
    const found = match(
      [tensor('mlp.gate_up_proj.weight', [9, 8])],
      [tensor('mlp.gate_proj.weight', [4, 8]), tensor('mlp.up_proj.weight', [4, 8])],
    );
    expect(found.pairs).toEqual([]);
    expect(found.onlyB).toHaveLength(2);
  });

  test('a module that moved takes its tensors along; a lone bias of the same shape does not', () => {
    const a = ['fc.weight', 'fc.bias', 'norm.weight'].map((name) => tensor(`old.block.1.${name}`));
    const b = ['fc.weight', 'fc.bias', 'norm.weight'].map((name) => tensor(`new.layer.1.${name}`));
    const found = match([...a, tensor('x.bias')], [...b, tensor('bias')]);
    expect(found.pairs.map(([kind]) => kind)).toEqual(['moved', 'moved', 'moved']);
    expect([found.onlyA, found.onlyB]).toEqual([['x.bias'], ['bias']]);
  });

  test('a lone tensor directly below a module that moved goes along; one of another shape does not', () => {
    const below = (module: string, queries: number[]) => [
      tensor(`${module}fc.weight`),
      tensor(`${module}queries`, queries),
    ];
    for (const [from, to] of [
      ['old.', 'new.'],
      ['', 'policy.head.'],
      ['policy.head.', ''],
    ] as const) {
      const { pairs, onlyA } = match(below(from, [1, 8]), below(to, [1, 8]));
      expect(pairs).toContainEqual(['moved', `${from}queries`, `${to}queries`]);
      expect(onlyA).toEqual([]);
    }
    expect(match(below('old.', [1, 8]), below('new.', [1, 9])).onlyA).toEqual(['old.queries']);
  });

  test('two candidates for one canonical name match nothing', () => {
    const found = match([tensor('model.w', [1])], [tensor('module.w', [2]), tensor('policy.w', [3])]);
    expect(found.pairs.filter(([kind]) => kind === 'release')).toEqual([]);
  });
});
