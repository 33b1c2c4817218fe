import { type Manifest, type Observation, type StatePart, toAxisAngle, toXyzw } from '@plumb/contract';

/** The state vector that the manifest lays out, `[n]`: metres, radians. */
export function prepareState(observation: Observation, manifest: Manifest): Float64Array {
  const state = manifest.state.flatMap((part) => PARTS[part](observation, manifest));
  return Float64Array.from(manifest.statePrecision === 'float32' ? Float32Array.from(state) : state);
}

type ReadPart = (observation: Observation, manifest: Manifest) => readonly number[];

const PARTS: Record<StatePart, ReadPart> = {
  'eef-position': ({ eefPosition }) => eefPosition,
  'eef-axis-angle': axisAngle,
  'eef-quaternion': ({ eefRotation }) => toXyzw(eefRotation),
  'gripper-positions': ({ gripperPositions }) => gripperPositions,
};

function axisAngle({ eefRotation }: Observation, { antipodes, statePrecision }: Manifest): readonly number[] {
  if (statePrecision === 'float32') {
    const [x, y, z, w] = toXyzw(eefRotation).map(Math.fround) as [number, number, number, number];
    return singleAxisAngle(antipodes === 'shortest' && w < 0 ? [-x, -y, -z, -w] : [x, y, z, w]);
  }
  const vector = toAxisAngle(eefRotation, antipodes);
  return statePrecision === 'float64' ? vector : vector.map(Math.fround);
}

/** lerobot's `LiberoProcessorStep._quat2axisangle`: single precision in every step. */
function singleAxisAngle([x, y, z, w]: readonly [number, number, number, number]): number[] {
  const f32 = Math.fround;
  const cosine = Math.min(1, Math.max(-1, w));
  const sine = f32(Math.sqrt(f32(1 - f32(cosine * cosine))));
  if (!(sine > 1e-10)) return [0, 0, 0];
  const angle = f32(2 * f32(Math.acos(cosine)));
  return [x, y, z].map((component) => f32(f32(component / sine) * angle));
}
