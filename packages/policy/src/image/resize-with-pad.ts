import type { Image } from '@plumb/contract';
import { resizePillow } from './resize-pillow.ts';

/**
 * openpi's `image_tools.resize_with_pad`: fits into `width` x `height` without distortion, black around it. Bilinear by
 * Pillow. A picture that has the size already is left alone.
 */
export function resizeWithPad(image: Image, width: number, height: number): Image {
  if (image.width === width && image.height === height) return image;
  const ratio = Math.max(image.width / width, image.height / height);
  const fitted = resizePillow(
    image,
    Math.trunc(image.width / ratio),
    Math.trunc(image.height / ratio),
    'bilinear',
  );
  if (fitted.width === width && fitted.height === height) return fitted;
  const data = new Uint8Array(width * height * 3);
  const left = Math.trunc((width - fitted.width) / 2);
  const top = Math.trunc((height - fitted.height) / 2);
  for (let row = 0; row < fitted.height; row++) {
    const line = fitted.data.subarray(row * fitted.width * 3, (row + 1) * fitted.width * 3);
    data.set(line, ((top + row) * width + left) * 3);
  }
  return { ...image, width, height, data };
}
