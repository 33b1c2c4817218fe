import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedTower } from '../published-towers.ts';
import { renderTree } from '../render-tree.ts';
import { visionEncoder } from './atlas-vla.ts';
import type { VisionTower } from './config.ts';
import { spatialActionHead } from './optional-parts.ts';

function tower(name: string, attribute: VisionTower['attribute'] = 'vision_tower'): VisionTower {
  const { modelType, className, fields } = publishedTower(name)!;
  return {
    attribute,
    name,
    modelType,
    className: modelType === 'clip' ? 'CLIPVisionModel' : className,
    fields,
  };
}

// as oracle/architecture/atlas_optional_trees.py configures them
const sizes = { inputDim: 70, hiddenDim: 96, actionDim: 7, actionHorizon: 10 };
const single = ['facebook/dinov2-base', 'openai/clip-vit-base-patch16', 'google/siglip-base-patch16-224'];
const fused = [
  tower('facebook/dinov2-base', 'vision_tower_dino'),
  tower('google/siglip-base-patch16-224', 'vision_tower_siglip'),
];

test.each([
  ['6c47f7f', single.map((name) => [tower(name)]), 'plain' as const],
  ['8da9053', [...single.map((name) => [tower(name)]), fused], 'normalised' as const],
])('towers and spatial head are registered as the source of %s does', (commit, towers, head) => {
  const vision = { imgSize: 224, patchSize: 16, inChannels: 3, embedDim: 72 };
  const trees = [
    ...towers.map((each) => visionEncoder({ ...vision, towers: each }, { transformers: '4.57.1' })),
    spatialActionHead(sizes, head),
  ];
  const fixture = new URL(`../fixtures/atlas-optional-${commit}.txt`, import.meta.url);
  expect(trees.map(renderTree).join('')).toBe(readFileSync(fixture, 'utf8'));
});
