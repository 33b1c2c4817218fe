import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type ByteSource, openFile } from './byte-source.ts';
import { PlumbError } from './plumb-error.ts';
import type { RemoteOptions } from './remote/fetch-remote.ts';
import type { HubAddress } from './remote/hub-address.ts';
import { openLocalFolder, type SourceFolder } from './source-folder.ts';

/** A file with its way to the folder around it, or a folder. */
export type Location =
  | {
      readonly kind: 'file';
      readonly name: string;
      open(): Promise<ByteSource>;
      folder(): Promise<SourceFolder>;
    }
  | { readonly kind: 'folder'; folder(): Promise<SourceFolder> };

/** Is it `https://…` or `hf://…`, rather than a path? */
export function isRemote(place: string): boolean {
  return /^(?:https?|hf):\/\//i.test(place);
}

/** The bytes of one file: a path, `https://…` or `hf://org/model[@revision]/file`. */
export async function openSource(place: string, options: RemoteOptions = {}): Promise<ByteSource> {
  if (!isRemote(place)) return openFile(place);
  const location = await locate(place, options);
  if (location.kind === 'file') return location.open();
  throw new PlumbError({
    code: 'HUB_ADDRESS_WRONG',
    what: `${place} is a repository, not a file.`,
    why: 'Bytes are read from one file.',
    remedy: 'Name the file: hf://org/model/file.safetensors',
  });
}

/** File or folder? Opens nothing yet. The code for remote files is loaded when one is asked for. */
export async function locate(place: string, options: RemoteOptions = {}): Promise<Location> {
  if (!isRemote(place)) return locateLocal(place);
  const hub = await import('./remote/hub-address.ts');
  const env = options.env ?? process.env;
  if (/^hf:/i.test(place)) return locateOnHub(hub.parseHubAddress(place, env), options);
  if (!URL.canParse(place))
    throw new PlumbError({
      code: 'ADDRESS_WRONG',
      what: `${place} is no address.`,
      why: 'It begins like one, but it cannot be parsed.',
      remedy: 'Copy the address of the file again.',
    });
  const url = new URL(place);
  const page = hub.hubAddressOfPage(url, env);
  if (page !== undefined) return locateOnHub(page, options);
  return {
    kind: 'file',
    name: basename(url.pathname),
    open: async () => (await import('./remote/http-source.ts')).openHttp(url, options),
    folder: async () => (await import('./remote/web-folder.ts')).webFolder(url, options),
  };
}

async function locateLocal(path: string): Promise<Location> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    // what is unreadable is said when it is opened
    () => false,
  );
  if (isFolder) return { kind: 'folder', folder: () => openLocalFolder(path) };
  return {
    kind: 'file',
    name: basename(path),
    open: () => openFile(path),
    folder: () => openLocalFolder(dirname(path)),
  };
}

/** A name with an extension is a file: asking the hub first would cost a request. */
function locateOnHub(address: HubAddress, options: RemoteOptions): Location {
  const open = async (path: string) =>
    (await import('./remote/hub-folder.ts')).openHubFolder({ ...address, path }, options);
  if (!/[^/]\.\w+$/.test(address.path)) return { kind: 'folder', folder: () => open(address.path) };
  return {
    kind: 'file',
    name: basename(address.path),
    open: async () => (await import('./remote/hub-folder.ts')).openHubFile(address, options),
    folder: () => open(dirname(address.path) === '.' ? '' : dirname(address.path)),
  };
}
