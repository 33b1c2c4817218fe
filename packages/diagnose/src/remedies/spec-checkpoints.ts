import { atlasVla, listTensors, publishedConfig, qwen2, qwen3 } from '@plumb/architecture';
import type { Checkpoint, PickleValue } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import type { InstalledPackage, PythonEnvironment } from '@plumb/python';

const CONFIG = {
  vision: { img_size: 224, patch_size: 16, in_channels: 3, embed_dim: 768 },
  language: { model_name: 'Qwen/Qwen3-0.6B-Base', max_length: 77, output_dim: 768, freeze_encoder: true },
  vggt: {
    embed_dim: 768,
    depth: 1,
    num_heads: 1,
    mlp_ratio: 4,
    use_pretrained_vggt: false,
    freeze_vggt: false,
  },
  action_head: {
    input_dim: 768,
    hidden_dim: 1024,
    action_dim: 7,
    action_horizon: 10,
    num_hidden_layers: 2,
    use_action_chunking: true,
    use_spatial_features: false,
  },
};

/** For specs: AtlasVLA around a published language model, as its trainer saves it (oracle/fix/make_small_atlas.py). */
export function atlasCheckpoint(language = 'Qwen/Qwen3-0.6B-Base'): Checkpoint {
  const config = publishedConfig(language)!;
  const decoder = (config.modelType === 'qwen2' ? qwen2 : qwen3)(config, { transformers: '4.57.6' });
  const { vision, vggt, action_head: head } = CONFIG;
  const model = atlasVla(
    {
      vision: { imgSize: vision.img_size, patchSize: vision.patch_size, inChannels: 3, embedDim: 768 },
      language: { modelName: language, maxLength: 77, outputDim: 768 },
      vggt: { embedDim: 768, depth: vggt.depth, numHeads: 1, mlpRatio: 4, usePretrainedVggt: false },
      actionHead: {
        inputDim: head.input_dim,
        hiddenDim: head.hidden_dim,
        actionDim: 7,
        actionHorizon: 10,
        numHiddenLayers: 2,
        useActionChunking: true,
      },
    },
    decoder,
    config.hiddenSize,
  );
  const saved = { epoch: 297, config: { ...CONFIG, language: { ...CONFIG.language, model_name: language } } };
  return checkpointOf(listTensors(model), toPickle(saved));
}

export function checkpointOf(tensors: readonly TensorShape[], data?: PickleValue): Checkpoint {
  return {
    path: 'policy.pt',
    format: 'torch-zip',
    container: 'model_state_dict',
    tensors: tensors.map(({ name, shape }, i) => ({
      name,
      shape,
      dtype: 'float32',
      file: 'policy.pt',
      offset: i,
      stride: [],
    })),
    prefixes: [],
    data,
    globals: [],
    verdict: 'safe',
    notes: [],
    fileBytes: 0,
  };
}

function toPickle(value: unknown): PickleValue {
  if (typeof value !== 'object' || value === null) return value as PickleValue;
  const entries = Object.entries(value).map(([key, item]): [PickleValue, PickleValue] => [
    key,
    toPickle(item),
  ]);
  return { kind: 'dict', className: 'dict', entries };
}

/** `{transformers: '4.46.3'}`; with what a package requires after its version: `'3.4.1 transformers<5'`. */
export function environmentOf(
  packages: Readonly<Record<string, string>>,
  python: string | null = '3.10.13',
): PythonEnvironment {
  const installed = Object.entries(packages).map(([name, text]): [string, InstalledPackage] => {
    const [version = '', ...requires] = text.split(' ');
    return [name, { name, version, place: `${name}-${version}.dist-info/METADATA`, requires }];
  });
  return {
    path: 'venv',
    kind: 'folder',
    ...(python === null ? {} : { python: { version: python, place: 'pyvenv.cfg' } }),
    packages: new Map(installed),
  };
}
