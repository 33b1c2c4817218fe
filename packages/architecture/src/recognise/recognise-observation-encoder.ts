import { visualCore } from '../architectures/authors/observation-encoder.ts';
import { resnetTrunk } from '../architectures/lerobot/resnet.ts';
import { module } from '../layers.ts';
import { type Claim, listSome, makePart } from './make-part.ts';
import { nameResnet, resnetVariant } from './recognise-resnet.ts';
import type { TensorIndex } from './tensor-index.ts';

/** What turns pictures into the condition of Diffusion Policy, and its normaliser, as the authors save them. */
export function recogniseObservationEncoders(index: TensorIndex): Claim[] {
  return [
    ...index.prefixesOf('backbone.nets.0.weight').map((prefix) => robomimicClaim(index, prefix)),
    ...index.prefixesOf('conv1.weight').map((prefix) => torchvisionClaim(index, prefix)),
    ...statistics(index),
  ].filter((claim) => claim !== undefined);
}

const normOf = (index: TensorIndex, name: string) =>
  index.shape(`${name}.running_mean`) === undefined ? 'group' : 'batch';

function robomimicClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const keypoints = index.size(`${prefix}pool.nets.weight`, 4, 0);
  const places = index.size(`${prefix}pool.pos_x`, 2, 1);
  const features = index.size(`${prefix}nets.3.weight`, 2, 0);
  if (!/(?:^|\.)obs_nets\.[^.]+\.$/.test(prefix) || !keypoints || !places || !features) return undefined;
  const norm = normOf(index, `${prefix}backbone.nets.1`);
  const backbone = resnetVariant(index, `${prefix}backbone.nets.6.`);
  const spec = visualCore({ backbone, norm, keypoints, places, features });
  if (!spec) return undefined;
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'observation-encoder',
    text: `camera through ${nameResnet(backbone)} with ${norm} norm and ${keypoints} keypoints (robomimic; each tensor is saved twice) -> ${features} features`,
    config: { backbone, norm, keypoints, features },
    evidence: [`${prefix}pool.nets.weight`, `${prefix}nets.3.weight`],
  });
}

function torchvisionClaim(index: TensorIndex, prefix: string): Claim | undefined {
  if (!/(?:^|\.)key_model_map\.[^.]+\.$/.test(prefix)) return undefined;
  const norm = normOf(index, `${prefix}bn1`);
  const backbone = resnetVariant(index, `${prefix}layer3.`);
  const trunk = resnetTrunk(backbone, norm);
  if (!trunk) return undefined;
  const claim = makePart(index, prefix, index.compare(prefix, module('ResNet', { children: trunk })), {
    architecture: 'observation-encoder',
    text: `camera through ${nameResnet(backbone)} with ${norm} norm (torchvision)`,
    config: { backbone, norm },
    evidence: [`${prefix}conv1.weight`],
  });
  const marker = `${prefix.replace(/key_model_map\.[^.]+\.$/, '')}_dummy_variable`;
  const siblings = index.prefixesOf('conv1.weight').filter((other) => /key_model_map\.[^.]+\.$/.test(other));
  if (siblings[0] !== prefix || index.shape(marker)?.[0] !== 0) return claim;
  return { names: [...claim.names, marker], part: { ...claim.part, tensors: claim.part.tensors + 1 } };
}

const STATISTIC =
  /^(.*\.|)normalizer\.params_dict\.(?:(.+)\.)?(?:offset|scale|input_stats\.(?:min|max|mean|std))$/;

function statistics(index: TensorIndex): Claim[] {
  const found = [...index.names()].filter((name) => STATISTIC.test(name));
  if (found.length === 0) return [];
  const fields = [...new Set(found.map((name) => STATISTIC.exec(name)?.[2] ?? 'everything'))];
  return [
    {
      names: found,
      part: {
        path: `${STATISTIC.exec(found[0]!)?.[1] ?? ''}normalizer`,
        architecture: 'policy-statistics',
        text: `normaliser of the data set among the weights: ${listSome(fields)}`,
        config: {},
        published: [],
        parameters: index.count(found),
        tensors: found.length,
        whole: false,
        evidence: found.slice(0, 2).map((name) => index.describe(name)),
      },
    },
  ];
}

/**
 * Sizes of an action and of one observation by the normaliser and the camera encoders; pictures have one scale each.
 * Without a normaliser an action is all that comes out; without encoders whose features show, there is no observation.
 */
export function readObservation(index: TensorIndex, root: string, outputs: number) {
  const actionSize = index.size(`${root}normalizer.params_dict.action.scale`, 1, 0) ?? outputs;
  const seen = new Set<string>();
  let observation = 0;
  for (const prefix of index.prefixesOf('nets.3.weight')) {
    const camera = prefix.startsWith(root) ? /obs_nets\.([^.]+)\.$/.exec(prefix)?.[1] : undefined;
    if (camera === undefined) continue;
    seen.add(camera);
    observation += index.size(`${prefix}nets.3.weight`, 2, 0) ?? 0;
  }
  const torchvision = index
    .prefixesOf('conv1.weight')
    .some((prefix) => /key_model_map\.[^.]+\.$/.test(prefix));
  for (const name of index.names()) {
    const field = STATISTIC.exec(name)?.[2];
    if (!name.startsWith(root) || !name.endsWith('.scale') || !field || field === 'action' || seen.has(field))
      continue;
    observation += index.size(name, 1, 0) ?? 0;
  }
  return { actionSize, observation: torchvision || observation === 0 ? undefined : observation };
}
