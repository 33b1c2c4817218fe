import type { Checkpoint } from '@plumb/checkpoint';
import { expect, test } from 'vitest';
import { cnnMlp, detrVae } from '../architectures/authors/detr-vae.ts';
import { unet1d } from '../architectures/authors/unet1d.ts';
import { listTensors, type ModuleSpec } from '../module-spec.ts';
import { planModel } from './plan-model.ts';

const checkpoint = (model: ModuleSpec) =>
  ({ path: 'policy.ckpt', data: null, tensors: listTensors(model, 'model.') }) as unknown as Checkpoint;

const ACT = {
  backbone: 'resnet18',
  width: 512,
  feedForward: 3200,
  encoderLayers: 4,
  vaeLayers: 4,
  decoderLayers: 7,
  chunk: 100,
  stateSize: 14,
  actionSize: 14,
  latent: 32,
  preNorm: false,
  learnedPositions: false,
};
const UNET = {
  inputs: 2,
  localCondition: undefined,
  condition: 336,
  stepWidth: 256,
  widths: [256, 512],
  kernel: 5,
  scales: true,
};

test.each([
  ['ACT', detrVae(ACT)!, /--chunk_size.*100 actions of 14/],
  ['CNNMLP', cnnMlp({ backbone: 'resnet18', cameras: 2, inputs: 1550, actionSize: 14 })!, /one action of 14/],
  ['Diffusion Policy', unet1d(UNET), /`cfg` names.*U-Net of 256, 512.*actions of 2/],
])("%s in its authors' names is not predicted, and the reason is told", async (_name, model, why) => {
  await expect(planModel(checkpoint(model))).rejects.toMatchObject({
    code: 'ARCHITECTURE_NOT_PREDICTED',
    why: expect.stringMatching(why),
  });
});
