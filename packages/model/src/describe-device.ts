import { readdir, readlink } from 'node:fs/promises';
import type { Device } from './session.ts';

/** Files by which Linux's drivers reach a graphics processor: DRM, NVIDIA's own, AMD's compute, Windows' under WSL. */
const GRAPHICS = /^\/dev\/(?:dri\/|nvidia|kfd|dxg)/;

/**
 * The device's name, for people. ONNX Runtime does not tell which adapter it took, and a Vulkan driver that computes on the
 * CPU (lavapipe, SwiftShader) is one to it: on Linux that is told by the process holding no graphics device open. To be asked
 * while a session is open.
 */
export async function describeDevice(device: Device): Promise<string> {
  if (device === 'cpu' || process.platform !== 'linux') return device;
  const folder = '/proc/self/fd';
  const targets = await Promise.all(
    // a file may be closed in between
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return targets.some((target) => GRAPHICS.test(target))
    ? device
    : `${device} (a software driver: no graphics processor is in use)`;
}
