import { readCheckpoint } from '@plumb/checkpoint';
import { readEnvironment } from '@plumb/python';
import { describe, expect, test } from 'vitest';
import { publishedConfig } from '../architectures/published.ts';
import { qwen3ForCausalLM } from '../architectures/qwen3.ts';
import { listTensors } from '../module-spec.ts';
import { needsShared, sharedFolder, withoutShared } from '../shared-material.ts';
import { checkLoad } from './check-load.ts';
import { inMemory } from './in-memory-checkpoint.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

const knowing = () => temporaryFolder(environmentFiles('3.10', '4.57.1', ['qwen2', 'qwen3']));
const old = () => temporaryFolder(environmentFiles('3.10', '4.46.3', ['qwen2']));

test.skipIf(withoutShared)(`a folder of transformers: known or not${needsShared}`, async () => {
  const checkpoint = await readCheckpoint(`${sharedFolder}/incident/tiny/language_model`);
  const check = async (environment: string) =>
    checkLoad({ checkpoint, environment: await readEnvironment(environment) });
  expect(await check(knowing())).toMatchObject({ architecture: 'Qwen3Model', loads: true, missing: [] });
  expect((await check(old())).constructionError).toContain('`qwen3`');
});

describe('models of transformers', () => {
  test('a tied head is not missing', async () => {
    const qwen = publishedConfig('Qwen/Qwen3-0.6B')!;
    const saved = listTensors(qwen3ForCausalLM(qwen)).filter(({ name }) => name !== 'lm_head.weight');
    const environment = await readEnvironment(knowing());
    const fine = await checkLoad({ checkpoint: inMemory(saved), environment });
    expect(fine).toMatchObject({
      architecture: 'Qwen3ForCausalLM',
      loads: true,
      missing: [],
      unexpected: [],
    });
  });

  test('config.json and tensors that disagree: the error names the tensor, extra names are only told', async () => {
    const config = {
      model_type: 'qwen2',
      architectures: ['Qwen2Model'],
      hidden_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      intermediate_size: 16,
      vocab_size: 10,
    };
    const header = JSON.stringify({
      'embed_tokens.weight': { dtype: 'F32', shape: [12, 8], data_offsets: [0, 384] },
      'extra.weight': { dtype: 'F32', shape: [1], data_offsets: [384, 388] },
    });
    const path = temporaryFolder({
      'config.json': JSON.stringify(config),
      // 256 as the header's length: eight bytes that are text
      'model.safetensors': `\0\x01\0\0\0\0\0\0${header.padEnd(256)}${'\0'.repeat(388)}`,
    });
    const result = await checkLoad({
      checkpoint: await readCheckpoint(`${path}/model.safetensors`),
      environment: await readEnvironment(knowing()),
    });
    expect(result.error).toBe(
      'Error(s) in loading state_dict for Qwen2Model:\n\tsize mismatch for embed_tokens.weight: copying a param ' +
        'with shape torch.Size([12, 8]) from checkpoint, the shape in current model is torch.Size([10, 8]).',
    );
    expect(result.unexpected).toEqual(['extra.weight']);
    expect(result.missing).toHaveLength(13);
    expect(result.assumptions).toContainEqual(expect.stringContaining('words it in its own way'));
  });

  test.each([
    '{"model_type": "qwen2", "hidden_size": -1}',
    '{"model_type": "qwen2", "num_hidden_layers": 1e9}',
    '["qwen2"]',
    '{',
  ])('a config.json that is none: %s', async (text) => {
    const environment = await readEnvironment(knowing());
    const path = temporaryFolder({ 'config.json': text });
    const [tensor] = inMemory([{ name: 'a', shape: [] }]).tensors;
    const checkpoint = { ...inMemory([]), tensors: [{ ...tensor!, file: `${path}/model.safetensors` }] };
    await expect(checkLoad({ checkpoint, environment })).rejects.toMatchObject({ code: 'CONFIG_MALFORMED' });
  });

  test('code that a config brings along is not run, and not ignored', async () => {
    const path = temporaryFolder({
      'config.json': JSON.stringify({
        model_type: 'stranger_vla',
        auto_map: { AutoConfig: 'c.Config', AutoModelForVision2Seq: 'm.StrangerVla' },
      }),
    });
    const [tensor] = inMemory([{ name: 'a', shape: [] }]).tensors;
    const checkpoint = { ...inMemory([]), tensors: [{ ...tensor!, file: `${path}/model.safetensors` }] };
    await expect(
      checkLoad({ checkpoint, environment: await readEnvironment(knowing()) }),
    ).rejects.toMatchObject({
      code: 'ARCHITECTURE_NOT_PREDICTED',
      what: expect.stringContaining('m.StrangerVla'),
    });
    const registered = await readEnvironment(
      temporaryFolder(environmentFiles('3.10', '4.57.1', ['stranger_vla'])),
    );
    const result = await checkLoad({ checkpoint, environment: registered });
    expect(result.assumptions.join(' ')).toMatch(
      /m\.StrangerVla.*is not run.*Only the model type was checked/s,
    );
  });

  test('a stranger is an error, not a guess', async () => {
    const environment = await readEnvironment(knowing());
    const strangers = [[], [{ name: 'unet.conv.weight', shape: [3, 3] }]];
    for (const tensors of strangers)
      await expect(checkLoad({ checkpoint: inMemory(tensors), environment })).rejects.toMatchObject({
        code: 'ARCHITECTURE_UNKNOWN',
        why: expect.not.stringContaining('plumb convert'),
      });
  });

  test('names that all have the prefix of a wrapper are an error that says how to take it off', async () => {
    const environment = await readEnvironment(knowing());
    const checkpoint = {
      ...inMemory([{ name: 'module.unet.conv.weight', shape: [3, 3] }]),
      prefixes: ['module.'],
    };
    await expect(checkLoad({ checkpoint, environment })).rejects.toMatchObject({
      code: 'ARCHITECTURE_UNKNOWN',
      why: expect.stringMatching(/begins with module\..*plumb convert .* --strip-prefix/),
    });
  });
});
