import type { CameraManifest, Manifest } from '@plumb/contract';

/** LIBERO's pictures as its environments are made by everybody but lerobot: 256 x 256, turned by 180 degrees. */
const TURNED: Omit<CameraManifest, 'camera'> = {
  renderWidth: 256,
  renderHeight: 256,
  width: 256,
  height: 256,
  // the raw picture is upside down; turned by 180 degrees it is mirrored left to right
  orientation: 'flipped-horizontal',
  jpegRoundTrip: false,
  resize: 'none',
  cropArea: 1,
};
const LANCZOS = { width: 224, height: 224, jpegRoundTrip: true, resize: 'tensorflow-lanczos3' } as const;

/** The same conventions for the camera beside the table and the one in the hand, in this order. */
function both(conventions: Partial<CameraManifest>): readonly CameraManifest[] {
  return ['agentview', 'robot0_eye_in_hand'].map((camera) => ({ ...TURNED, ...conventions, camera }));
}

const POSE = ['eef-position', 'eef-axis-angle', 'gripper-positions'] as const;

/** What needs no conversion: LIBERO's own conventions, pictures turned as nearly everybody trained. */
const PLAIN = {
  cameras: both({}),
  state: POSE,
  antipodes: 'as-is',
  statePrecision: 'float64',
  gripper: 'robosuite',
  binariseGripper: 'none',
  clipActions: false,
  chunk: null,
  replan: 1,
} as const;

/** The families by name, each as its own LIBERO script has it. */
export const FAMILIES = {
  /** A module of the user's own, unless it says otherwise. */
  plain: { ...PLAIN, name: 'plain' },
  /** Policies that look at nothing (`zero`, `random`): no frame is drawn for them. */
  blind: { ...PLAIN, name: 'blind', cameras: [], state: [], chunk: 1 },
  /** openvla/openvla, experiments/robot/libero/run_libero_eval.py. The centre crop is the client's: deploy.py has none. */
  openvla: {
    ...PLAIN,
    name: 'openvla',
    cameras: [{ ...TURNED, ...LANCZOS, cropArea: 0.9, camera: 'agentview' }],
    state: [],
    gripper: 'rlds',
    binariseGripper: 'sign',
    chunk: 1,
  },
  /**
   * moojink/openvla-oft, experiments/robot/libero/run_libero_eval.py. Crop and normalisation of the state (quantiles 1 and 99)
   * happen in its deploy.py.
   */
  'openvla-oft': {
    ...PLAIN,
    name: 'openvla-oft',
    cameras: both(LANCZOS),
    gripper: 'rlds',
    binariseGripper: 'sign',
    chunk: 8,
    replan: 8,
  },
  /** Physical-Intelligence/openpi, examples/libero/main.py. Normalisation happens in the server. */
  openpi: {
    ...PLAIN,
    name: 'openpi',
    cameras: both({ width: 224, height: 224, resize: 'pad-bilinear' }),
    replan: 5,
  },
  /**
   * allenai/vla-evaluation-harness, src/vla_eval/benchmarks/libero/benchmark.py, before the server asked for more. Its
   * servers keep the chunk and hand out one action a step.
   */
  'vla-eval': {
    ...PLAIN,
    name: 'vla-eval',
    cameras: [{ ...TURNED, camera: 'agentview' }],
    state: [],
    antipodes: 'shortest',
    statePrecision: 'float32-rotation',
    binariseGripper: 'closed-from-zero',
    chunk: 1,
  },
  /** huggingface/lerobot, src/lerobot/envs/libero.py and processor/env_processor.py. */
  lerobot: {
    ...PLAIN,
    name: 'lerobot',
    cameras: both({ renderWidth: 360, renderHeight: 360, width: 360, height: 360 }),
    statePrecision: 'float32',
  },
  /** AtlasVLA at 8da9053, vggt_vla/eval/eval_vla.py: the raw picture, upside down, and clipped actions. */
  atlas: {
    ...PLAIN,
    name: 'atlas',
    cameras: both({ width: 224, height: 224, orientation: 'flipped-vertical', resize: 'pil-bilinear' }),
    state: [],
    clipActions: true,
    replan: 8,
  },
} as const satisfies Record<string, Manifest>;

export type Family = keyof typeof FAMILIES;
