import type { GripperConvention } from './gripper.ts';
import type { Orientation } from './image.ts';
import type { AntipodeRule } from './rotation.ts';

/** How a picture is made smaller. The names are those of the library whose pixels a policy was trained on. */
export type Resize = 'none' | 'tensorflow-lanczos3' | 'pil-bilinear' | 'pil-lanczos' | 'pad-bilinear';

/** One picture, from the renderer to the policy. The stages come in this order: turn, JPEG, resize, crop. */
export interface CameraManifest {
  /** LIBERO's name: `agentview`, `robot0_eye_in_hand`, … */
  readonly camera: string;
  /** What is drawn, pixels. */
  readonly renderWidth: number;
  readonly renderHeight: number;
  /** What the policy is shown, pixels. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** A round trip through JPEG at quality 95 with halved chroma, as TensorFlow's `encode_jpeg` has it. */
  readonly jpegRoundTrip: boolean;
  readonly resize: Resize;
  /** Kept area of a centre crop that is resized back to `width` x `height`; 1 for none. OpenVLA: 0.9. */
  readonly cropArea: number;
}

export type StatePart = 'eef-position' | 'eef-axis-angle' | 'eef-quaternion' | 'gripper-positions';

/**
 * Where single precision comes in: nowhere (robosuite's own numbers), in the axis-angle's result (vla-eval), or from
 * the quaternion on and in the whole state (lerobot).
 */
export type StatePrecision = 'float64' | 'float32-rotation' | 'float32';

/** What becomes of a gripper command: left alone, its sign (0 stays 0), or -1 below 0 and else +1. */
export type GripperBinarisation = 'none' | 'sign' | 'closed-from-zero';

/** What a policy says of its own conventions. Whoever converts an observation or an action reads them from here. */
export interface Manifest {
  readonly name: string;
  /** In the order in which the policy takes them; empty for a policy that sees nothing. */
  readonly cameras: readonly CameraManifest[];
  readonly state: readonly StatePart[];
  readonly antipodes: AntipodeRule;
  readonly statePrecision: StatePrecision;
  /** The convention of the policy's own gripper numbers; LIBERO takes `robosuite`. */
  readonly gripper: GripperConvention;
  readonly binariseGripper: GripperBinarisation;
  /** Whether actions are clipped to [-1, 1] before the environment does. */
  readonly clipActions: boolean;
  /** Actions in one answer; null where only the answer tells. */
  readonly chunk: number | null;
  /** Actions that are executed before the next question. */
  readonly replan: number;
}
