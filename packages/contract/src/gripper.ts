/**
 * What a gripper number means. `robosuite`: -1 open, +1 closed. `rlds`: 1 open, 0 closed (OpenVLA's data).
 * `closedness`: 0 open, 1 closed.
 */
export type GripperConvention = 'robosuite' | 'rlds' | 'closedness';

/** The same command under another convention. Linear: a half-closed command stays half closed. */
export function convertGripper(value: number, from: GripperConvention, to: GripperConvention): number {
  const closedness = from === 'robosuite' ? (value + 1) / 2 : from === 'rlds' ? 1 - value : value;
  if (to === 'robosuite') return 2 * closedness - 1;
  return to === 'rlds' ? 1 - closedness : closedness;
}
