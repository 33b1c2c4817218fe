import { joinBytes, ZipWriter } from './zip-writer.ts';

/** A ZIP of files by name, not compressed. The same files give the same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter((bytes) => parts.push(bytes));
  for (const [path, data] of files) zip.add(path, data);
  zip.finish();
  return joinBytes(parts);
}
