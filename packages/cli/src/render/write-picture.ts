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
    throw new PlumbError(
      {
        code: 'PICTURE_NOT_WRITTEN',
        what: `The picture ${path} cannot be written.`,
        why: (cause as Error).message,
        remedy: 'Name a folder with --out that you may write to.',
      },
      { cause },
    );
  }
}
