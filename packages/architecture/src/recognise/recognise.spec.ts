import { elementCount, type TensorShape } from '@plumb/contract';
import { describe, expect, test } from 'vitest';
import { publishedConfig } from '../architectures/published.ts';
import { qwen2, qwen2ForCausalLM } from '../architectures/qwen2.ts';
import { qwen3 } from '../architectures/qwen3.ts';
import { VGGT_1B, vggt } from '../architectures/vggt/vggt.ts';
import { listTensors } from '../module-spec.ts';
import { needsShared, readStateDict, withoutShared } from '../shared-material.ts';
import { recogniseArchitecture } from './recognise.ts';

const config = (id: string) => publishedConfig(id)!;
const texts = (tensors: readonly TensorShape[]) => recogniseArchitecture(tensors).map(({ text }) => text);

describe.skipIf(withoutShared)(`the incident's checkpoints${needsShared}`, () => {
  test('every part of the one with VGGT', () => {
    const parts = recogniseArchitecture(readStateDict('incident/state_dict.json'));
    expect(parts.map(({ path, text }) => `${path}: ${text}`)).toEqual([
      ': AtlasVLA (direct patches, VGGT-1B backbone, MLP head)',
      'vision_encoder: direct patches: 224 x 224 pixels in patches of 16, width 768',
      'language_encoder.projector: projector Linear(1024 -> 768) after the language model, 77 token positions',
      'language_encoder.language_model: Qwen3, hidden 1024, 28 layers, 16 query and 8 key-value heads of 128: Qwen3-0.6B',
      "vggt_backbone: AtlasVLA's adapters around VGGT: 768 -> 1024 and back, 16 action queries",
      'vggt_backbone.vggt: VGGT, width 1024, 24 frame and 24 global blocks over DINOv2 ViT-L/14 at 518 pixels, heads for camera, point, depth, track: VGGT-1B',
      'action_head: MLP action head: 768 -> 1024 -> 1024 -> 70, that is action 7 x horizon 10',
    ]);
    expect(parts[3]!.published).toEqual(['Qwen/Qwen3-0.6B', 'Qwen/Qwen3-0.6B-Base']);
    expect(parts[5]!.published).toEqual(['facebook/VGGT-1B']);
  });

  test.each(['', 'module.', 'module._orig_mod.'])('the simple one, wrapped as %j', (wrapper) => {
    const tensors = readStateDict('incident/simple/state_dict.json');
    const wrapped = tensors.map((tensor) => ({ ...tensor, name: wrapper + tensor.name }));
    const parts = recogniseArchitecture(wrapped);
    expect(parts.map(({ architecture }) => architecture)).toEqual([
      'atlas-vla',
      'direct-patches',
      'language-projector',
      'qwen3',
      'simple-backbone',
      'mlp-action-head',
    ]);
    expect(parts[3]!.path).toBe(`${wrapper}language_encoder.language_model`);
    // each tensor in one part, and all of them in the whole
    const [whole, ...rest] = parts;
    const numbers = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    for (const count of [whole!.parameters, rest.reduce((sum, part) => sum + part.parameters, 0)])
      expect(count).toBe(numbers);
    expect(rest.reduce((sum, part) => sum + part.tensors, 0)).toBe(437);
  });

  test('what nothing accounts for is counted, not hidden', () => {
    const tensors = [
      ...readStateDict('incident/simple/state_dict.json'),
      { name: 'extra.weight', shape: [3, 4] },
    ];
    expect(recogniseArchitecture(tensors).at(-1)).toMatchObject({
      architecture: 'unknown',
      tensors: 1,
      parameters: 12,
      text: '1 tensor of no architecture that Plumb knows: extra.weight',
    });
  });
});

describe('decoders', () => {
  test('Qwen2 does not save what a head is: the published config tells, and that is said', () => {
    expect(texts(listTensors(qwen2(config('Qwen/Qwen2-0.5B'))))).toEqual([
      'Qwen2, hidden 896, 24 layers, 14 query and 2 key-value heads of 64 (as published; names and shapes do not show heads): Qwen2-0.5B or Qwen2.5-0.5B',
    ]);
    expect(texts(listTensors(qwen2({ ...config('Qwen/Qwen2-0.5B'), layers: 3 })))).toEqual([
      'Qwen2, hidden 896, 3 layers, query width 896, key-value width 128 (how many heads, names and shapes do not show)',
    ]);
  });

  test('with its language-modelling head', () => {
    const tensors = listTensors(qwen2ForCausalLM(config('Qwen/Qwen2.5-7B')));
    const [part, ...rest] = recogniseArchitecture(tensors);
    expect(part).toMatchObject({
      path: 'model',
      tensors: tensors.length,
      config: { languageModellingHead: true },
    });
    expect(rest).toEqual([]);
  });

  test('a resized vocabulary is no published model', () => {
    const [part] = recogniseArchitecture(
      listTensors(qwen3({ ...config('Qwen/Qwen3-1.7B'), vocabSize: 151669 })),
    );
    expect(part!.text).toContain(': Qwen3-1.7B with a vocabulary of 151669');
    expect(part!.published).toEqual([]);
  });

  test('one shard of several names what is not here', () => {
    const shard = listTensors(qwen3(config('Qwen/Qwen3-8B')), 'model.').filter(({ name }) =>
      /layers\.([0-9]|1\d)\./.test(name),
    );
    const [part] = recogniseArchitecture(shard);
    expect(part!.text).toBe(
      'Qwen3, hidden 4096, 20 layers, 32 query and 8 key-value heads of 128; incomplete: ' +
        '2 of its tensors are not here: model.embed_tokens.weight, model.norm.weight',
    );
    expect(part!.published).toEqual([]);
  });

  test('a layer number that nobody has builds no layers', () => {
    const tensors = rename('layers.27.', 'layers.4000000000.');
    expect(recogniseArchitecture(tensors)[0]).toMatchObject({
      architecture: 'decoder',
      config: { layers: 28 },
    });
  });

  const rename = (from: string, to: string) =>
    listTensors(qwen3(config('Qwen/Qwen3-0.6B'))).map(({ name, shape }) => ({
      name: name.replace(from, to),
      shape,
    }));

  test('other families are not called Qwen', () => {
    const llama = rename('', '').filter(({ name }) => !/_norm\.weight/.test(name));
    const gemma = rename('post_attention_layernorm', 'pre_feedforward_layernorm');
    const mixture = rename('mlp.gate_proj', 'mlp.gate_proj').flatMap((tensor) =>
      tensor.name.includes('mlp.up_proj')
        ? [tensor, { ...tensor, name: tensor.name.replace('up_proj', 'experts.0.up_proj') }]
        : [tensor],
    );
    for (const tensors of [gemma, mixture])
      expect(recogniseArchitecture(tensors)[0]).toMatchObject({ architecture: 'decoder', published: [] });
    expect(recogniseArchitecture(llama)[0]).toMatchObject({ architecture: 'llama', published: [] });
    expect(texts(llama)[0]).toContain('Mistral and Gemma name theirs the same');
    expect(texts(gemma)[0]).not.toContain('Llama');
  });
});

describe('VGGT', () => {
  test('without a head it is VGGT-1B without that head', () => {
    const [part] = recogniseArchitecture(
      listTensors(vggt({ ...VGGT_1B, heads: ['camera', 'point', 'depth'] })),
    );
    expect(part!.text).toMatch(/heads for camera, point, depth: VGGT-1B without track$/);
    expect(part!.published).toEqual([]);
  });

  test('another shape inside it is told', () => {
    const tensors = listTensors(vggt(), 'vggt.').map((tensor) =>
      tensor.name.endsWith('embed_pose.weight') ? { ...tensor, shape: [2048, 8] } : tensor,
    );
    const [part, rest] = recogniseArchitecture(tensors);
    expect(part!.text).toContain('1 have another shape: vggt.camera_head.embed_pose.weight [2048, 8]');
    expect(rest).toMatchObject({ architecture: 'unknown', tensors: 1 });
  });
});

test('nothing is recognised in nothing, and a stranger is unknown', () => {
  expect(recogniseArchitecture([])).toEqual([]);
  const stranger = [
    { name: 'patch_embed.weight', shape: [768] },
    { name: 'action_mean', shape: [] },
    { name: 'projector.0.weight', shape: [1, 2, 3] },
  ];
  expect(recogniseArchitecture(stranger)).toMatchObject([{ architecture: 'unknown', tensors: 3 }]);
});
