import type { Image, LocalPose, ScenePoses } from '@plumb/contract';

/** Which MuJoCo's picture: 2 is 2.3.7 as LIBERO's policies saw it, 3 is 3.14 (sRGB textures, its texture coordinates). */
export type Look = 2 | 3;

/** A camera that the scene does not hold. World frame; looks along -z, up is +y; `fovy` vertical, degrees. */
export interface FreeCamera extends LocalPose {
  readonly fovy: number;
}

export interface RendererOptions {
  /** 2 unless given. */
  readonly look?: Look;
  /** Groups of geoms that are drawn; 1 and 2 unless given, as robosuite sets it. */
  readonly groups?: readonly number[];
  /** Groups of sites that are drawn; 0 to 2 unless given. */
  readonly siteGroups?: readonly number[];
  /** False draws every frame from nothing. The pictures are equal; for tests and benchmarks. */
  readonly reuse?: boolean;
}

export interface DrawRequest {
  /** Name of a camera of the scene, or one of your own. */
  readonly camera: string | FreeCamera;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly poses: ScenePoses;
  /** What to draw; RGB alone unless given. */
  readonly want?: { readonly rgb?: boolean; readonly depth?: boolean; readonly segmentation?: boolean };
}

/** What was asked for, and nothing else. Row 0 is the top in all three. Owned by the caller. */
export interface Drawing {
  /** `upright`. */
  readonly image?: Image;
  /** `[height, width]` metres along the camera's axis; `far` where nothing is. */
  readonly depth?: Float32Array;
  /** `[height, width]` geom ids of the full model, -1 where nothing is. Sites are left out. */
  readonly segmentation?: Int16Array;
}
