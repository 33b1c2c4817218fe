import { PlumbError } from '../plumb-error.ts';
import { PUBLIC_HOSTS } from './public-hosts.ts';

/** A model repository of the hub, or a file or folder in it. */
export interface HubAddress {
  readonly endpoint: string;
  /** `org/model`. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Inside the repository; '' for its root. */
  readonly path: string;
}

/** Where `hf://` leads; HF_ENDPOINT names another place, as it does for huggingface_hub. Throws `HUB_ADDRESS_WRONG`. */
export function hubEndpoint(env: NodeJS.ProcessEnv = process.env): string {
  const endpoint = env.HF_ENDPOINT || PUBLIC_HOSTS.hub;
  if (!/^https?:\/\/[^\s]+$/.test(endpoint))
    throw wrongAddress(endpoint, 'HF_ENDPOINT is not the address of a server');
  return endpoint.replace(/\/+$/, '');
}

/** `hf://org/model[@revision][/path]`. Throws `HUB_ADDRESS_WRONG`. */
export function parseHubAddress(text: string, env: NodeJS.ProcessEnv = process.env): HubAddress {
  const parts = /^hf:\/\/([\w.-]+)\/([\w.-]+)(?:@(refs\/[\w.-]+\/[^/]+|[^/]+))?(?:\/(.*))?$/i.exec(text);
  const [, owner, model, revision, path = ''] = parts ?? [];
  if (owner === undefined || model === undefined)
    throw wrongAddress(text, 'it does not have the form hf://org/model[@revision][/file]');
  if (['datasets', 'spaces'].includes(owner)) throw wrongAddress(text, `${owner} hold no checkpoints`);
  return makeAddress(text, env, `${owner}/${model}`, revision ?? 'main', path);
}

/** The page of a model or of its file, as copied from a browser; undefined for any other address. */
export function hubAddressOfPage(url: URL, env: NodeJS.ProcessEnv = process.env): HubAddress | undefined {
  const endpoint = hubEndpoint(env);
  if (!`${url.origin}${url.pathname}`.startsWith(`${endpoint}/`)) return undefined;
  const path = decodeURIComponent(`${url.origin}${url.pathname}`.slice(endpoint.length + 1));
  const parts =
    /^([\w.-]+)\/([\w.-]+)(?:\/(?:blob|resolve|raw|tree)\/(refs\/[\w.-]+\/[^/]+|[^/]+)(?:\/(.*))?)?\/?$/;
  const [, owner, model, revision, file = ''] = parts.exec(path) ?? [];
  if (owner === undefined || model === undefined || ['api', 'datasets', 'spaces'].includes(owner))
    return undefined;
  return makeAddress(url.href, env, `${owner}/${model}`, revision ?? 'main', file);
}

function makeAddress(
  text: string,
  env: NodeJS.ProcessEnv,
  repository: string,
  revision: string,
  rest: string,
): HubAddress {
  const path = rest.replace(/\/+$/, '');
  const segments = [...repository.split('/'), ...revision.split('/'), ...path.split('/')];
  if (segments.some((segment) => segment === '..' || segment === '.'))
    throw wrongAddress(text, 'it leaves the repository');
  return { endpoint: hubEndpoint(env), repository, revision, path };
}

/** What messages call it. */
export function hubPlace({ repository, revision, path }: HubAddress): string {
  return `hf://${repository}${revision === 'main' ? '' : `@${revision}`}${path === '' ? '' : `/${path}`}`;
}

/** Where the bytes of a file are. */
export function hubFileUrl({ endpoint, repository, revision, path }: HubAddress): URL {
  const file = path.split('/').map(encodeURIComponent).join('/');
  return new URL(`${endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${file}`);
}

function wrongAddress(text: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'HUB_ADDRESS_WRONG',
    what: `${text} is no address of a model on the hub: ${problem}.`,
    why: 'Plumb reads model repositories, by their owner and name.',
    remedy: 'Give hf://org/model, hf://org/model@revision or hf://org/model/file.safetensors.',
  });
}
