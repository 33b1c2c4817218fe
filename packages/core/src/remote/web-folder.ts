import type { SourceFolder } from '../source-folder.ts';
import type { RemoteOptions } from './fetch-remote.ts';
import { openHttp } from './http-source.ts';
import { placeOfUrl } from './remote-errors.ts';

/** The files beside one on a web server: known by name only, with the same query (a signature may cover them all). */
export function webFolder(file: URL, options: RemoteOptions): SourceFolder {
  const beside = (name: string): URL => {
    const url = new URL(encodeURIComponent(name), file);
    url.search = file.search;
    return url;
  };
  return {
    place: placeOfUrl(new URL('.', file)),
    names: undefined,
    folders: [],
    notes: [],
    placeOf: (name) => placeOfUrl(beside(name)),
    open: (name) => openHttp(beside(name), options),
  };
}
