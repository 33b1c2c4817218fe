import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ByteSource, openFile } from './byte-source.ts';

/** Files that lie together: a folder on disk, in a repository of the hub, or behind one address. */
export interface SourceFolder {
  readonly place: string;
  /** Of the files directly in it, sorted; undefined for a web server, which lists nothing. */
  readonly names: readonly string[] | undefined;
  readonly folders: readonly string[];
  /** What a reader of the result should know: the commit. */
  readonly notes: readonly string[];
  placeOf(name: string): string;
  open(name: string): Promise<ByteSource>;
}

/** A folder on disk. */
export async function openLocalFolder(path: string): Promise<SourceFolder> {
  const entries = await readdir(path, { withFileTypes: true });
  // a model in the hub's cache consists of links
  const isFolder = (entry: (typeof entries)[number]) => entry.isDirectory();
  return {
    place: path,
    names: entries
      .filter((entry) => !isFolder(entry))
      .map((entry) => entry.name)
      .sort(),
    folders: entries
      .filter(isFolder)
      .map((entry) => entry.name)
      .sort(),
    notes: [],
    placeOf: (name) => join(path, name),
    open: (name) => openFile(join(path, name)),
  };
}
