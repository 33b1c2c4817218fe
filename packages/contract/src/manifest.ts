import type { GripperConvention } from './gripper.ts';
import type { Orientation } from './image.ts';
import type { AntipodeRule } from './rotation.ts';

/** How a picture is made smaller. The names are those of the library whose pixels a policy was trained on. */
export type Resize = 'none' | 'tensorflow-lanczos3' | 'pil-bilinear' | 'pil-lanczos' | 'pad-bilinear';

/** What a policy says of its own conventions. Whoever converts an observation reads them from here. */
export interface Manifest {
  readonly name: string;
  readonly cameras: readonly {
    readonly camera: string;
    readonly width: number;
    readonly height: number;
    readonly orientation: Orientation;
    readonly resize: Resize;
    /** Kept area of a centre crop, 1 for none. OpenVLA: 0.9. */
    readonly cropArea: number;
    readonly jpegRoundTrip: boolean;
  }[];
  readonly state: readonly ('eef-position' | 'eef-axis-angle' | 'eef-quaternion' | 'gripper-positions')[];
  readonly antipodes: AntipodeRule;
  readonly gripper: GripperConvention;
  /** Actions in one answer, and how many of them are executed before the next question. */
  readonly chunk: number;
  readonly replan: number;
}
