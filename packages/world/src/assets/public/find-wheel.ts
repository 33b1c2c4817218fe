import { openDownload, PUBLIC_HOSTS } from '@plumb/core';
import type { WheelRelease } from './public-sources.ts';
import { notPublished, refused } from './pull-errors.ts';

/** Bytes of a project's page: robosuite has 15 kB, the largest projects 40 MB. */
const LIMIT_PAGE = 50_000_000;

/** A wheel as its index offers it. */
export interface OfferedWheel {
  readonly name: string;
  readonly url: URL;
  readonly sha256: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Python's packages are looked for: `PLUMB_PYPI`, else `PIP_INDEX_URL`, else the public index. */
export function packageIndex(env: Environment = process.env): URL {
  const text = env.PLUMB_PYPI || env.PIP_INDEX_URL || PUBLIC_HOSTS.index;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw notPublished(text, 'it is not the address of a package index');
  return new URL(text.endsWith('/') ? text : `${text}/`);
}

/**
 * Looks a release up in an index (PEP 503 and 691: JSON or a page of links). Throws `PULL_NOT_PUBLISHED` where the
 * wheel or its sha256 is missing, `PULL_REFUSED`, or `REMOTE_UNREACHABLE`.
 */
export async function findWheel({ project, release }: WheelRelease, env: Environment): Promise<OfferedWheel> {
  const page = new URL(`${project}/`, packageIndex(env));
  const place = `${page.origin}${page.pathname}`;
  const { status, headers, body } = await openDownload(page, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
  });
  if (status !== 200) {
    body.destroy();
    throw refused(place, status);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > LIMIT_PAGE) throw notPublished(place, `its list of files has more than ${LIMIT_PAGE} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const json = (headers['content-type'] ?? '').includes('json');
  const name = `${project.replaceAll('-', '_')}-${release}-py3-none-any.whl`;
  const offered = (json ? fromJson(text, place) : fromLinks(text)).find((file) => file.name === name);
  if (offered === undefined) throw notPublished(place, `there is no ${name}`);
  if (!/^[0-9a-f]{64}$/.test(offered.sha256)) throw notPublished(place, `${name} has no sha256`);
  const url = new URL(offered.href, page);
  // as pip does: who may read the index may read its files
  if (url.origin === page.origin && url.username === '') {
    url.username = page.username;
    url.password = page.password;
  }
  return { name, url, sha256: offered.sha256 };
}

interface Offered {
  readonly name: string;
  readonly href: string;
  readonly sha256: string;
}

function fromJson(text: string, place: string): Offered[] {
  let files: unknown;
  try {
    files = (JSON.parse(text) as { files?: unknown } | null)?.files;
  } catch {
    files = undefined;
  }
  if (!Array.isArray(files)) throw notPublished(place, 'its answer is no list of files');
  return files.map((file: { filename?: unknown; url?: unknown; hashes?: { sha256?: unknown } } | null) => ({
    name: String(file?.filename),
    href: String(file?.url),
    sha256: String(file?.hashes?.sha256 ?? ''),
  }));
}

function fromLinks(text: string): Offered[] {
  return [
    ...text.matchAll(/<a\b[^>]*?href=["']([^"'#]+)(?:#sha256=([0-9a-f]+))?[^"']*["'][^>]*>([^<]+)</gi),
  ].map(([, href = '', sha256 = '', name = '']) => ({
    name: name.trim(),
    href: href.replaceAll('&amp;', '&'),
    sha256,
  }));
}
