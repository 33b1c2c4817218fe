import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromSaid, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/egl-device-not-visible';

function match(facts: Facts): Match | undefined {
  const hits = ['not-visible', 'out-of-range'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  const captured = facts.machines.flatMap(({ variables }) => {
    const device = variables?.get('MUJOCO_EGL_DEVICE_ID');
    const visible = variables?.get('CUDA_VISIBLE_DEVICES');
    // robosuite looks only where CUDA_VISIBLE_DEVICES is set and not empty
    if (!device || !visible || visible.value === '') return [];
    const listed = visible.value.split(',').map((one) => one.trim());
    // names of devices (GPU-8932…) cannot be compared with a number
    if (listed.includes(device.value) || !listed.every((one) => /^\d+$/.test(one))) return [];
    return [
      fromSaid(device, `MUJOCO_EGL_DEVICE_ID=${device.value}`),
      fromSaid(visible, `CUDA_VISIBLE_DEVICES=${visible.value}`),
    ];
  });
  if (hits.length + captured.length === 0) return undefined;
  return {
    strength: hits.length > 0 ? 'proven' : 'likely',
    evidence: [...hits.map(fromLog), ...captured],
  };
}

export const eglDeviceNotVisible: Cause = {
  code: CODE,
  title: 'MUJOCO_EGL_DEVICE_ID names a GPU that this process does not see',
  what: 'robosuite refuses to draw on a device that `CUDA_VISIBLE_DEVICES` does not list, or EGL has fewer devices than the number says.',
  why: 'Two variables choose GPUs, each with its own count: EGL numbers all devices of the machine, CUDA those that it may see. A scheduler sets one of them and not the other. robosuite 1.4 compares texts, so that `1` passes for `10,11`.',
  covers: ['B11'],
  explains: ['import-raises', 'script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Take the device of the scheduler for both, or leave MUJOCO_EGL_DEVICE_ID out.',
      commands: ['export MUJOCO_EGL_DEVICE_ID=$' + '{CUDA_VISIBLE_DEVICES%%,*}'],
      cost: 'A line in the job script.',
      risk: 'EGL may count the GPUs in another order: watch with nvidia-smi on which one it draws.',
    },
  ],
  logPatterns: [
    {
      name: 'not-visible',
      contains: 'MUJOCO_EGL_DEVICE_ID needs to be set',
      regex: /AssertionError: MUJOCO_EGL_DEVICE_ID needs to be set to one of the device id/,
    },
    {
      name: 'out-of-range',
      contains: 'must be an integer between 0 and',
      regex:
        /MUJOCO_EGL_DEVICE_ID environment variable must be an integer between 0 and -?\d+ \(inclusive\), got/,
    },
  ],
  match,
};
