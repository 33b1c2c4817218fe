import { PlumbError, type SourceFolder } from '@plumb/core';

const LIMITS = {
  /** Bytes of a config. The largest met, with every label of ImageNet-21k, has 2 MB. */
  json: 8 * 1024 * 1024,
};

/** A JSON object beside a checkpoint; undefined where there is none. Throws `CONFIG_MALFORMED`. */
export async function readJsonBeside(
  folder: SourceFolder,
  name: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (folder.names !== undefined && !folder.names.includes(name)) return undefined;
  const place = folder.placeOf(name);
  const malformed = (problem: string) =>
    new PlumbError({
      code: 'CONFIG_MALFORMED',
      what: `${place} cannot be used: ${problem}.`,
      why: 'Hugging Face’s libraries keep a JSON object there, and read it before the weights.',
      remedy: 'Fetch or save the file again; a git-LFS pointer is fetched with: git lfs pull',
    });
  let source: Awaited<ReturnType<SourceFolder['open']>>;
  try {
    source = await folder.open(name);
  } catch (error) {
    // a web server lists nothing: only asking tells
    if (folder.names === undefined && error instanceof PlumbError && error.code === 'REMOTE_NOT_FOUND')
      return undefined;
    throw error;
  }
  try {
    if (source.size > LIMITS.json) throw malformed(`it has ${source.size} bytes`);
    const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
    if (text.startsWith('\ufeff'))
      throw malformed('it begins with a byte order mark, which no loader takes: save it as plain UTF-8');
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw malformed('it is not an object');
    return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof PlumbError) throw error;
    throw malformed(`it is not JSON (${(error as Error).message})`);
  } finally {
    await source.close();
  }
}
