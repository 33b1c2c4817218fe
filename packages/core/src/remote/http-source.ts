import type { IncomingMessage } from 'node:http';
import { assertInRange, type ByteSource, fromBytes } from '../byte-source.ts';
import { BlockCache } from './block-cache.ts';
import { type FetchOptions, fetchRemote, type RemoteOptions } from './fetch-remote.ts';
import { changedMidway, noRanges, placeOfUrl, wrongRange } from './remote-errors.ts';
import { noTraffic } from './traffic.ts';

const LIMITS = {
  /** Bytes of a file that is taken whole from a server without ranges: an index, a config. */
  whole: 10 * 1024 * 1024,
  /** Bytes asked for at once. */
  range: 64 * 1024 * 1024,
};

export interface HttpOptions extends RemoteOptions {
  /** What messages call the file, where that is not its URL. */
  readonly place?: string;
  readonly secret?: FetchOptions['secret'];
}

/** What tells one version of a file from another. */
interface Version {
  readonly size: number;
  readonly etag: string | undefined;
}

/**
 * A file on a web server, read by range requests. Throws `REMOTE_UNREACHABLE`, `REMOTE_NOT_FOUND`, `REMOTE_DENIED`,
 * `REMOTE_NO_RANGES`, `REMOTE_RANGE_WRONG`, `REMOTE_FILE_CHANGED` or `REMOTE_REDIRECT_REFUSED`.
 */
export async function openHttp(url: URL, options: HttpOptions = {}): Promise<ByteSource> {
  const place = options.place ?? placeOfUrl(url);
  const file = new RangedFile(url, { ...options, place, traffic: options.traffic ?? noTraffic() });
  const first = await file.open(BlockCache.block);
  if (first.whole) return fromBytes(first.bytes, place);
  const source = { place, size: first.size };
  const cache = new BlockCache(first.size, (start, length) => file.fetch(start, length));
  cache.put(0, first.bytes);
  return {
    ...source,
    async read(offset, length) {
      assertInRange(source, offset, length);
      return cache.read(offset, length);
    },
    close: async () => {},
  };
}

class RangedFile {
  readonly #url: URL;
  readonly #options: Omit<FetchOptions, 'take'>;
  /** Where the redirects ended: later requests go there directly. */
  #direct: URL | undefined;
  #version: Version | undefined;

  constructor(url: URL, options: Omit<FetchOptions, 'take'>) {
    // a name and password in the URL go to that server, as a browser sends them
    this.#url = url;
    this.#options = options;
  }

  /** The first bytes, and with them size and version. */
  async open(length: number): Promise<{ bytes: Uint8Array; size: number; whole: boolean }> {
    const { place } = this.#options;
    const reply = await this.#request(this.#url, 0, length);
    // an empty file has no range to give
    if (reply.status === 416) {
      if (reply.headers['content-range'] !== 'bytes */0')
        throw wrongRange(place, 'its first bytes are out of range');
      return { bytes: new Uint8Array(0), size: 0, whole: true };
    }
    if (reply.status === 200) {
      if (reply.body === undefined) throw noRanges(place, sizeText(reply.headers['content-length']));
      return { bytes: reply.body, size: reply.body.length, whole: true };
    }
    const { bytes, version } = this.#check(reply, 0, length);
    this.#version = version;
    this.#direct = reply.url;
    return { bytes, size: version.size, whole: false };
  }

  async fetch(start: number, length: number): Promise<Uint8Array> {
    if (length > LIMITS.range) {
      const rest = await this.fetch(start + LIMITS.range, length - LIMITS.range);
      return Buffer.concat([await this.fetch(start, LIMITS.range), rest]);
    }
    const { place } = this.#options;
    const reply = await this.#requestDirect(start, length);
    if (reply.status === 416) throw changedMidway(place, `${this.#version!.size} bytes`, 'a shorter file');
    if (reply.status === 200) throw noRanges(place, '');
    const { bytes, version } = this.#check(reply, start, length);
    const before = this.#version!;
    if (version.size !== before.size)
      throw changedMidway(place, `${before.size} bytes`, `${version.size} bytes`);
    if (version.etag !== before.etag)
      throw changedMidway(place, `version ${before.etag}`, `version ${version.etag}`);
    return bytes;
  }

  /** A signed address expires; then the original one leads to a new one. */
  async #requestDirect(start: number, length: number) {
    if (this.#direct === undefined || this.#direct.href === this.#url.href)
      return this.#request(this.#url, start, length);
    try {
      return await this.#request(this.#direct, start, length);
    } catch (error) {
      if (!/^REMOTE_(?:DENIED|NOT_FOUND)$/.test((error as { code?: string }).code ?? '')) throw error;
    }
    const reply = await this.#request(this.#url, start, length);
    this.#direct = reply.url;
    return reply;
  }

  #request(url: URL, start: number, length: number) {
    const headers = { ...this.#options.headers, range: `bytes=${start}-${start + length - 1}` };
    const take = (message: IncomingMessage) => {
      // what follows 200 is the whole file: taken only where it is small and not expected in parts
      if (message.statusCode === 206) return length;
      const size = Number(message.headers['content-length'] ?? LIMITS.whole);
      return this.#version === undefined && size <= LIMITS.whole ? LIMITS.whole : undefined;
    };
    return fetchRemote(url, { ...this.#options, headers, take });
  }

  #check(reply: Awaited<ReturnType<typeof fetchRemote>>, start: number, length: number) {
    const { place } = this.#options;
    const { headers, body, status } = reply;
    if (status !== 206) throw wrongRange(place, `its status is ${status}`);
    if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
      throw wrongRange(place, `the part is compressed (${headers['content-encoding']})`);
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
    if (range === null)
      throw wrongRange(place, `its Content-Range is ${JSON.stringify(headers['content-range'])}`);
    const [from, to, size] = range.slice(1).map(Number) as [number, number, number];
    const end = Math.min(start + length, size) - 1;
    if (!Number.isSafeInteger(size) || from !== start || to !== end)
      throw wrongRange(place, `bytes ${start} to ${end} were asked for, it sent ${from} to ${to} of ${size}`);
    if (body === undefined || body.length !== end - start + 1)
      throw wrongRange(place, `it announced ${end - start + 1} bytes and sent ${body?.length ?? 'more'}`);
    const etag = headers.etag ?? headers['last-modified'];
    return { bytes: body, version: { size, etag } };
  }
}

function sizeText(length: string | undefined): string {
  return length === undefined ? '' : ` (${length} bytes)`;
}
