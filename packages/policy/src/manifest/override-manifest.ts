import type { CameraManifest, Manifest } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { FAMILIES, type Family } from './families.ts';

/** A manifest, and which of its items somebody gave; the others are the family's own. */
export interface GivenManifest {
  readonly manifest: Manifest;
  /** By name, as `--manifest` takes it: `{"agentview.cropArea": 1, "replan": 3}`. */
  readonly given: Readonly<Record<string, unknown>>;
}

type Read = (text: string) => unknown;

const CAMERA_ITEMS: Record<Exclude<keyof CameraManifest, 'camera'>, Read> = {
  renderWidth: pixels,
  renderHeight: pixels,
  width: pixels,
  height: pixels,
  orientation: oneOf('upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180'),
  jpegRoundTrip: truth,
  resize: oneOf('none', 'tensorflow-lanczos3', 'pil-bilinear', 'pil-lanczos', 'pad-bilinear'),
  cropArea: (text) => number(text, (value) => value > 0 && value <= 1, 'a number above 0 and up to 1'),
};
const STATE_PART = oneOf('eef-position', 'eef-axis-angle', 'eef-quaternion', 'gripper-positions');
const ITEMS: Record<Exclude<keyof Manifest, 'name' | 'cameras'>, Read> = {
  state: (text) => list(text).map(STATE_PART),
  antipodes: oneOf('as-is', 'shortest'),
  statePrecision: oneOf('float64', 'float32-rotation', 'float32'),
  gripper: oneOf('robosuite', 'rlds', 'closedness'),
  binariseGripper: oneOf('none', 'sign', 'closed-from-zero'),
  clipActions: truth,
  chunk: (text) => (text === 'null' ? null : count(text)),
  replan: count,
};

/**
 * The family's manifest with the user's own items over it, each `key=value`: a field of the manifest, a field of all cameras
 * (`cropArea=1`) or of one (`agentview.cropArea=1`), `cameras=agentview,…`, or `family=NAME` for another family's items.
 * Throws `MANIFEST_ITEM` for a key or value that is none.
 */
export function overrideManifest(base: Manifest, items: readonly string[]): GivenManifest {
  let manifest = base;
  const given: Record<string, unknown> = {};
  const pairs = items.map(splitItem).sort((a, b) => rank(a.key) - rank(b.key));
  for (const { key, value } of pairs) {
    const changed = applyItem(manifest, key, value);
    manifest = changed.manifest;
    given[key] = changed.value;
  }
  return { manifest, given };
}

/** What others are laid over comes first. */
function rank(key: string): number {
  return key === 'family' ? 0 : key === 'cameras' ? 1 : key.includes('.') ? 3 : 2;
}

function applyItem(manifest: Manifest, key: string, text: string): { manifest: Manifest; value: unknown } {
  const read = <T>(reader: (text: string) => T): T => {
    try {
      return reader(text);
    } catch (error) {
      throw badItem(`${key}=${text}`, (error as Error).message);
    }
  };
  if (key === 'family') {
    const family = read(oneOf(...(Object.keys(FAMILIES) as Family[])));
    return { manifest: FAMILIES[family], value: family };
  }
  if (key === 'cameras') {
    const cameras = list(text).map((camera) => cameraOf(manifest, camera));
    return { manifest: { ...manifest, cameras }, value: list(text) };
  }
  if (Object.hasOwn(ITEMS, key)) {
    const value = read(ITEMS[key as keyof typeof ITEMS]);
    return { manifest: { ...manifest, [key]: value }, value };
  }
  const dot = key.lastIndexOf('.');
  const field = key.slice(dot + 1);
  if (!Object.hasOwn(CAMERA_ITEMS, field)) throw badItem(`${key}=${text}`, `it takes ${itemNames()}`);
  const value = read(CAMERA_ITEMS[field as keyof typeof CAMERA_ITEMS]);
  const camera = dot < 0 ? undefined : key.slice(0, dot);
  if (camera !== undefined && !manifest.cameras.some((entry) => entry.camera === camera))
    throw badItem(`${key}=${text}`, `the policy has no camera ${camera}`);
  const cameras = manifest.cameras.map((entry) =>
    camera === undefined || entry.camera === camera ? { ...entry, [field]: value } : entry,
  );
  return { manifest: { ...manifest, cameras }, value };
}

/** A camera that the family has, or one more with the conventions of its first. */
function cameraOf(manifest: Manifest, camera: string): CameraManifest {
  const known = manifest.cameras.find((entry) => entry.camera === camera);
  return known ?? { ...(manifest.cameras[0] ?? FAMILIES.plain.cameras[0]!), camera };
}

function splitItem(item: string): { key: string; value: string } {
  const equals = item.indexOf('=');
  if (equals < 1) throw badItem(item, 'it is not written key=value');
  return { key: item.slice(0, equals).trim(), value: item.slice(equals + 1).trim() };
}

function badItem(item: string, why: string): PlumbError {
  return new PlumbError({
    code: 'MANIFEST_ITEM',
    what: `"${item}" is no item of a manifest: ${why}.`,
    why: 'A convention that is misread would change the score and nobody would see it.',
    remedy: 'The items and their values stand in docs/policies.md.',
  });
}

function itemNames(): string {
  return [...Object.keys(ITEMS), 'cameras', 'family', ...Object.keys(CAMERA_ITEMS)].join(', ');
}

function list(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}

function oneOf<const T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const value = values.find((entry) => entry === text);
    if (value === undefined) throw new Error(`it takes ${values.join(', ')}`);
    return value;
  };
}

function truth(text: string): boolean {
  return oneOf('true', 'false')(text) === 'true';
}

function count(text: string): number {
  return number(text, (value) => Number.isInteger(value) && value > 0, 'a whole number from 1 up');
}

/** Larger than any policy takes; a mistyped 2240000 would fill the memory. */
const MAX_PIXELS = 4096;

function pixels(text: string): number {
  return number(
    text,
    (value) => Number.isInteger(value) && value > 0 && value <= MAX_PIXELS,
    `a whole number from 1 to ${MAX_PIXELS}`,
  );
}

function number(text: string, valid: (value: number) => boolean, what: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (!valid(value)) throw new Error(`it takes ${what}`);
  return value;
}
