import type { Image } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { EncodedImage } from '../wire/msgpack.ts';
import { isNumpyArray } from '../wire/read-chunk.ts';

/** Pixels of a picture: 4096 x 4096 is more than any camera of LIBERO's draws. */
const MAX_PIXELS = 2 ** 24;

/**
 * A picture as a client sends it, an array `[height, width, 3]` of bytes, or PNG or JPEG (vla-eval). Clients send it turned by
 * 180 degrees. Throws `OBSERVATION_IMAGE`.
 */
export async function readImage(value: unknown, name: string): Promise<Image> {
  if (isNumpyArray(value)) {
    const [height = 0, width = 0, channels] = value.shape;
    if (value.dtype !== '|u1' || value.shape.length !== 3 || channels !== 3 || width * height > MAX_PIXELS)
      throw badImage(name, `an array of ${value.dtype} [${value.shape.join(', ')}]`);
    return { width, height, data: value.data, orientation: 'flipped-horizontal' };
  }
  const { data } = (value ?? {}) as Partial<EncodedImage>;
  if (!(data instanceof Uint8Array)) throw badImage(name, value === undefined ? 'missing' : 'no picture');
  const { default: sharp } = await import('sharp');
  try {
    const decoded = await sharp(data, { limitInputPixels: MAX_PIXELS })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = decoded.info;
    if (channels !== 3) throw new Error(`${channels} channels`);
    return { width, height, data: new Uint8Array(decoded.data), orientation: 'flipped-horizontal' };
  } catch (cause) {
    throw badImage(name, `no readable picture (${(cause as Error).message})`);
  }
}

function badImage(name: string, what: string): PlumbError {
  return new PlumbError({
    code: 'OBSERVATION_IMAGE',
    what: `The client's picture "${name}" is ${what}.`,
    why: 'A picture is [height, width, 3] of unsigned bytes, turned by 180 degrees.',
    remedy: 'Convert it at the client: (255 * image).astype(numpy.uint8), channels last.',
  });
}
