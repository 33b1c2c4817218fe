import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/gl-missing';

function match(facts: Facts): Match | undefined {
  const hits = ['no-display', 'no-device', 'no-library'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  if (hits.length === 0) return undefined;
  return { strength: 'proven', evidence: hits.map(fromLog) };
}

export const glMissing: Cause = {
  code: CODE,
  title: 'There is no working EGL: the simulator cannot draw',
  what: 'The renderer cannot open an EGL display on this machine, or PyOpenGL does not find libEGL. No picture can be made, and the environment is not created.',
  why: 'In a container the driver’s graphics part is often left out (`NVIDIA_DRIVER_CAPABILITIES` without `graphics`), or `libegl1` is not installed. A second error about `MjRenderContextOffscreen` without `con` follows from a destructor and means nothing.',
  covers: ['B09', 'B10'],
  explains: ['import-raises', 'script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Draw on the CPU.',
      commands: ['export MUJOCO_GL=osmesa PYOPENGL_PLATFORM=osmesa'],
      cost: 'libosmesa6 must be installed; drawing is several times slower.',
      risk: 'Pixels can differ slightly from those of a GPU.',
    },
    {
      when: 'long-term',
      text: 'Install libegl1 and libgl1, start the container with `NVIDIA_DRIVER_CAPABILITIES=all`, and keep PyOpenGL at 3.1.6 or later.',
      commands: ["pip install --upgrade 'PyOpenGL>=3.1.6'"],
      cost: 'A new image.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'no-display',
      contains: 'Cannot initialize a EGL device display',
      regex: /ImportError: Cannot initialize a EGL device display/,
    },
    {
      name: 'no-device',
      contains: 'EGLDeviceEXT',
      regex: /module 'OpenGL\.EGL' has no attribute 'EGLDeviceEXT'/,
    },
    {
      name: 'no-library',
      contains: 'eglQueryString',
      regex: /'NoneType' object has no attribute 'eglQueryString'/,
    },
  ],
  match,
};
