import { type Image, orientImage } from '@plumb/contract';
import { PlumbError } from '@plumb/core';

/** Writes a PNG, row 0 at the top. Throws `PICTURE_NOT_WRITTEN`. */
export async function writePicture(path: string, image: Image): Promise<void> {
  const { default: sharp } = await import('sharp');
  const { width, height, data } = orientImage(image, 'upright');
  try {
    await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
      .png({ compressionLevel: 6 })
      .toFile(path);
  } catch (cause) {
    throw notWritten(path, cause as Error);
  }
}

export function notWritten(path: string, cause: Error): PlumbError {
  return new PlumbError(
    {
      code: 'PICTURE_NOT_WRITTEN',
      what: `Pictures cannot be written to ${path}.`,
      why: cause.message,
      remedy: 'Name a folder with --out that you may write to.',
    },
    { cause },
  );
}
