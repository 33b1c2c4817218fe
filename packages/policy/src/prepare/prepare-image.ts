import { type CameraManifest, type Image, orientImage, type Resize } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { cropCentreTensorflow } from '../image/crop-tensorflow.ts';
import { jpegRoundTrip } from '../image/jpeg-round-trip.ts';
import { resizePillow } from '../image/resize-pillow.ts';
import { resizeTensorflowLanczos3 } from '../image/resize-tensorflow.ts';
import { resizeWithPad } from '../image/resize-with-pad.ts';

export type ImageStage = 'turn' | 'jpeg' | 'resize' | 'crop';

const RESIZERS: Record<Exclude<Resize, 'none'>, (image: Image, width: number, height: number) => Image> = {
  'tensorflow-lanczos3': resizeTensorflowLanczos3,
  'pil-bilinear': (image, width, height) => resizePillow(image, width, height, 'bilinear'),
  'pil-lanczos': (image, width, height) => resizePillow(image, width, height, 'lanczos'),
  'pad-bilinear': resizeWithPad,
};

/** One step on a picture's way from the renderer to the policy. */
export interface NamedImageStage {
  readonly name: ImageStage;
  apply(image: Image): Image;
}

/** What a camera's manifest asks for, in order; what would change nothing is left out. */
export function imageStages(camera: CameraManifest): readonly NamedImageStage[] {
  const { orientation, jpegRoundTrip: jpeg, resize, width, height, cropArea } = camera;
  const stages: NamedImageStage[] = [{ name: 'turn', apply: (image) => orientImage(image, orientation) }];
  if (jpeg) stages.push({ name: 'jpeg', apply: (image) => jpegRoundTrip(image) });
  if (resize !== 'none')
    stages.push({ name: 'resize', apply: (image) => RESIZERS[resize](image, width, height) });
  if (cropArea !== 1)
    stages.push({ name: 'crop', apply: (image) => cropCentreTensorflow(image, width, height, cropArea) });
  return stages;
}

/** Throws `IMAGE_SIZE` where the picture is not as large as the policy wants it and the manifest names no resize. */
export function assertSize(image: Image, camera: CameraManifest): void {
  if (image.width === camera.width && image.height === camera.height) return;
  throw new PlumbError({
    code: 'IMAGE_SIZE',
    what: `The picture of ${camera.camera} is ${image.width}x${image.height}; the manifest says ${camera.width}x${camera.height}.`,
    why: 'No resize is named, and which one is used decides over every pixel.',
    remedy: `Name one (--manifest resize=pil-bilinear) or draw ${camera.width}x${camera.height} (renderWidth, renderHeight).`,
  });
}
