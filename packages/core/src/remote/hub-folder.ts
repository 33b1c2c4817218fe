import type { ByteSource } from '../byte-source.ts';
import { PlumbError } from '../plumb-error.ts';
import type { SourceFolder } from '../source-folder.ts';
import { fetchRemote, type RemoteOptions } from './fetch-remote.ts';
import { openHttp } from './http-source.ts';
import { type HubAddress, hubFileUrl, hubPlace } from './hub-address.ts';
import { readHubToken } from './hub-token.ts';
import { wrongRange } from './remote-errors.ts';
import { noTraffic } from './traffic.ts';

const LIMITS = {
  /** Bytes of a repository's list. 10,000 files have about 1 MB. */
  list: 20 * 1024 * 1024,
};

/** A file of a model repository. The token goes to the hub and never to where it redirects. */
export async function openHubFile(address: HubAddress, options: RemoteOptions = {}): Promise<ByteSource> {
  return openHttp(hubFileUrl(address), {
    ...options,
    place: hubPlace(address),
    secret: await secretFor(address, options.env),
  });
}

/**
 * A folder of a model repository, at the commit that its revision names now: what is read from it afterwards belongs
 * together, whatever is pushed meanwhile.
 */
export async function openHubFolder(address: HubAddress, options: RemoteOptions = {}): Promise<SourceFolder> {
  const place = hubPlace(address);
  const { sha, files } = await readList(address, options);
  const prefix = address.path === '' ? '' : `${address.path}/`;
  const below = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
  if (below.length === 0)
    throw new PlumbError({
      code: 'REMOTE_NOT_FOUND',
      what: `${place} does not exist: no file of the repository lies there.`,
      why: `It holds ${files.length} files, such as ${files.slice(0, 3).join(', ') || 'none'}.`,
      remedy: 'Look at the files of the repository; hf://org/model finds the checkpoint itself.',
    });
  const names = below.filter((file) => !file.includes('/')).sort();
  const folders = [
    ...new Set(below.filter((file) => file.includes('/')).map((file) => file.split('/')[0]!)),
  ].sort();
  const at = (name: string): HubAddress => ({ ...address, path: prefix + name });
  return {
    place,
    names,
    folders,
    notes: [`${hubPlace({ ...address, path: '' })} is at commit ${sha}.`],
    placeOf: (name) => hubPlace(at(name)),
    open: async (name) => {
      const pinned = { ...at(name), revision: sha };
      const secret = await secretFor(address, options.env);
      return openHttp(hubFileUrl(pinned), { ...options, place: hubPlace(at(name)), secret });
    },
  };
}

async function readList(
  address: HubAddress,
  options: RemoteOptions,
): Promise<{ sha: string; files: string[] }> {
  const { endpoint, repository, revision } = address;
  const url = new URL(`${endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}`);
  const place = hubPlace({ ...address, path: '' });
  const reply = await fetchRemote(url, {
    ...options,
    traffic: options.traffic ?? noTraffic(),
    place,
    secret: await secretFor(address, options.env),
    take: () => LIMITS.list,
  });
  if (reply.body === undefined) throw wrongRange(place, 'its list of files is too long');
  let list: { sha?: unknown; siblings?: unknown };
  try {
    list = JSON.parse(Buffer.from(reply.body).toString('utf8')) ?? {};
  } catch {
    throw wrongRange(place, 'its list of files is not JSON; is HF_ENDPOINT a hub?');
  }
  const files = Array.isArray(list.siblings) ? list.siblings.map((file) => file?.rfilename) : [undefined];
  if (
    typeof list.sha !== 'string' ||
    !/^[0-9a-f]{6,64}$/.test(list.sha) ||
    !files.every((name) => typeof name === 'string')
  )
    throw wrongRange(place, 'its list of files has neither commit nor names; is HF_ENDPOINT a hub?');
  return { sha: list.sha, files: files as string[] };
}

async function secretFor({ endpoint }: HubAddress, env: NodeJS.ProcessEnv | undefined) {
  const token = await readHubToken(env);
  return token === undefined ? undefined : { origin: new URL(endpoint).origin, token };
}
