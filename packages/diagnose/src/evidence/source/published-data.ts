import { childrenOf, type Node, nodesOfType, stringValue } from '@plumb/python';
import type { Module } from './detector.ts';

/** Demonstrations of LIBERO by their name on the hub. */
const LIBERO_DATA = /^[\w-]+\/[\w.-]*libero[\w.-]*$/i;

/**
 * Sets that hold pictures turned by 180 degrees: OpenVLA's conversion turned them (openvla/openvla#295), the others were
 * made from it (`lerobot/libero_spatial_image` has its 432 episodes and 52,970 frames; openpi and LeRobot turn what the
 * environment gives to match theirs).
 */
const TURNED = [
  /^openvla\/modified_libero_rlds$/,
  /^lerobot\/libero_(spatial|object|goal|10)_image$/,
  /^physical-intelligence\/libero$/,
  /^HuggingFaceVLA\/libero$/,
  /^IPEC-COMMUNITY\/libero_\w+_no_noops[\w.]*$/,
];

export interface PublishedData {
  readonly data: string;
  /** How its pictures are turned against what LIBERO renders, where that is known. */
  readonly stored?: '180';
}

/** The published data set that a file names. */
export function publishedDataIn({ root, text }: Module): PublishedData | undefined {
  if (!/libero/i.test(text)) return undefined;
  const data = nodesOfType(root, 'string').map(literalOf).find(isName);
  if (!data) return undefined;
  return TURNED.some((each) => each.test(data)) ? { data, stored: '180' } : { data };
}

function isName(value: string | undefined): value is string {
  return value !== undefined && LIBERO_DATA.test(value);
}

/** A short literal: not a docstring, not an f-string. */
function literalOf(node: Node): string | undefined {
  return childrenOf(node).length <= 3 && node.endIndex - node.startIndex < 80 ? stringValue(node) : undefined;
}
