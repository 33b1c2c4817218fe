import type { Child } from '../../layers.ts';
import { module } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { aggregator } from './aggregator.ts';
import { cameraHead } from './camera-head.ts';
import { dptHead } from './dpt-head.ts';
import { trackHead } from './track-head.ts';

export const VGGT_HEADS = ['camera', 'point', 'depth', 'track'] as const;
export type VggtHead = (typeof VGGT_HEADS)[number];

export interface VggtConfig {
  readonly imageSize: number;
  readonly patchSize: number;
  readonly embedDim: number;
  readonly heads: readonly VggtHead[];
  /** Frame blocks, and as many global ones; 24 where not given. */
  readonly depth?: number;
}

/** The published model, `facebook/VGGT-1B`. */
export const VGGT_1B: VggtConfig = { imageSize: 518, patchSize: 14, embedDim: 1024, heads: VGGT_HEADS };

/** `VGGT` (`vggt/models/vggt.py`). The heads read frame and global tokens side by side, hence twice the width. */
export function vggt(config: VggtConfig = VGGT_1B): ModuleSpec {
  const size = 2 * config.embedDim;
  const build: Record<VggtHead, () => ModuleSpec> = {
    camera: () => cameraHead(size),
    // xyz and confidence; depth and confidence
    point: () => dptHead(size, 256, 4),
    depth: () => dptHead(size, 256, 2),
    track: () => trackHead(size),
  };
  const heads = VGGT_HEADS.filter((head) => config.heads.includes(head));
  return module('VGGT', {
    children: [
      ['aggregator', aggregator(config.imageSize, config.patchSize, config.embedDim, config.depth)],
      ...heads.map((head): Child => [`${head}_head`, build[head]()]),
    ],
  });
}
