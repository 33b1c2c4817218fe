// A real checkpoint that torch.load opens, with the shapes of a 2.6 GB one in 100 kB: every tensor is a view with
// stride 0 of a storage of one element, which is what torch.save keeps of an expanded tensor.
import { listTensors } from './list-tensors.mjs';
import { Float, Instance, OrderedDict, Tensor, writePickle } from './write-pickle.mjs';
import { writeZip } from './write-zip.mjs';

const config = {
  vision: { img_size: 224, patch_size: 16, in_channels: 3, embed_dim: 768, use_vision_tower: false },
  language: { model_name: 'Qwen/Qwen3-0.6B-Base', max_length: 77, freeze_encoder: true, output_dim: 768 },
  vggt: { embed_dim: 768, depth: 6, num_heads: 1, mlp_ratio: new Float(4), use_pretrained_vggt: false },
  action_head: {
    input_dim: 768,
    hidden_dim: 1024,
    action_dim: 7,
    action_horizon: 10,
    num_hidden_layers: 2,
    dropout: new Float(0.1),
    use_spatial_features: false,
  },
};

const CLASSES = {
  vision: 'VisionConfig',
  language: 'LanguageConfig',
  vggt: 'VGGTConfig',
  action_head: 'ActionHeadConfig',
};

// the one element of each storage: biases, scales of norms and standard deviations, everything else
const STORAGES = { 0: 0, 1: 1, 2: 0.02 };

function storageFor(name, shape) {
  if (name.endsWith('bias') || name.endsWith('action_mean')) return '0';
  return shape.length === 1 ? '1' : '2';
}

export function makeCheckpoint() {
  const parts = Object.entries(config).map(([key, fields]) => [
    key,
    new Instance(`configs.model_config.${CLASSES[key]}`, fields),
  ]);
  const saved = {
    epoch: 120,
    global_step: 10800,
    model_state_dict: new OrderedDict(
      listTensors(config).map(([name, shape]) => [name, new Tensor(shape, storageFor(name, shape))]),
    ),
    config: new Instance('configs.model_config.ModelConfig', {
      ...Object.fromEntries(parts),
      hidden_dim: 768,
    }),
    best_loss: new Float(0.0021),
  };
  const float = (value) => Buffer.from(new Float32Array([value]).buffer);
  return writeZip([
    ['checkpoint/data.pkl', writePickle(saved)],
    ['checkpoint/byteorder', Buffer.from('little')],
    ...Object.entries(STORAGES).map(([key, value]) => [`checkpoint/data/${key}`, float(value)]),
    ['checkpoint/version', Buffer.from('3\n')],
  ]);
}
