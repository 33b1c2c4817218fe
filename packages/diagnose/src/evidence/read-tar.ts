import { PlumbError } from '@plumb/core';

/** 500 packages' metadata, three sources of transformers and some logs' ends are below 100 MB. */
export const MAX_UNPACKED_BYTES = 256 * 2 ** 20;
/** An environment of 1,000 packages has three files each. */
const MAX_ENTRIES = 20_000;
/** Linux allows 4,096; what capture.sh writes is below 300. */
const MAX_PATH = 512;
/** The longest extended header holds a path and a few numbers. */
const MAX_HEADER_BYTES = 64 * 2 ** 10;
const BLOCK = 512;

/** A regular file of a tar archive. */
export interface TarFile {
  /** Relative, with `/`, without `..`. */
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * The regular files of a tar archive (ustar, pax, GNU long names). Throws `TAR_REFUSED` for what leaves its folder, for
 * links and devices, and above the limits; `TAR_MALFORMED` where it is cut off or no tar.
 */
export function readTar(bytes: Uint8Array, name: string): TarFile[] {
  const files: TarFile[] = [];
  const seen = new Set<string>();
  let longPath: string | undefined;
  let unpacked = 0;
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    checkSum(header, name, at);
    const size = octal(header, 124, 12, name);
    const type = String.fromCharCode(header[156]! || 48);
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw malformed(name, `it ends inside of the file at byte ${at}`);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'g' || type === 'L') {
      if (size > MAX_HEADER_BYTES) throw refused(name, `an extended header has ${size} bytes`);
      // a global header would rename what follows it; nobody's tar does that
      if (type !== 'g') longPath = type === 'L' ? text(data) : (paxPath(data) ?? longPath);
      continue;
    }
    const path = longPath ?? headerPath(header);
    longPath = undefined;
    if (type === '5') continue;
    if (type !== '0' && type !== '7')
      throw refused(name, `${show(path)} is no regular file (type ${show(type)})`);
    const clean = checkPath(path, name);
    if (seen.has(clean)) throw refused(name, `${show(clean)} is in it twice`);
    seen.add(clean);
    unpacked += size;
    if (files.length >= MAX_ENTRIES) throw refused(name, `it holds more than ${MAX_ENTRIES} files`);
    if (unpacked > MAX_UNPACKED_BYTES)
      throw refused(name, `it unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
    files.push({ path: clean, data });
  }
  throw malformed(name, 'its end is missing');
}

function headerPath(header: Uint8Array): string {
  const own = text(header.subarray(0, 100));
  const isUstar = text(header.subarray(257, 262)) === 'ustar';
  // GNU's own format has times where ustar has a prefix
  const prefix = isUstar && header[263] === 48 ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? own : `${prefix}/${own}`;
}

/** `<length> path=<value>\n` records. */
function paxPath(data: Uint8Array): string | undefined {
  let at = 0;
  let path: string | undefined;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const length = Number(text(data.subarray(at, space)));
    if (space < 0 || !Number.isInteger(length) || length <= 0) return path;
    const record = new TextDecoder().decode(data.subarray(space + 1, at + length - 1));
    if (record.startsWith('path=')) path = record.slice('path='.length);
    at += length;
  }
  return path;
}

function checkPath(path: string, name: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const leaves = path.startsWith('/') || parts.includes('..');
  // a backslash or a drive would be a way out on Windows, a NUL cuts a name short
  const odd = /[\\\0-\x1f\x7f]|^[A-Za-z]:/.test(path);
  if (leaves || odd || parts.length === 0) throw refused(name, `${show(path)} is no path inside of it`);
  if (path.length > MAX_PATH) throw refused(name, `a path in it has ${path.length} characters`);
  return parts.join('/');
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checkSum(header: Uint8Array, name: string, at: number): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!;
  if (sum !== octal(header, 148, 8, name)) throw malformed(name, `the header at byte ${at} has a wrong sum`);
}

function octal(header: Uint8Array, from: number, length: number, name: string): number {
  const digits = text(header.subarray(from, from + length)).trim();
  if (!/^[0-7]*$/.test(digits)) throw malformed(name, `a number in a header reads ${show(digits)}`);
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const show = (value: string) => JSON.stringify(value.slice(0, 80));

const REMEDY =
  'Make it anew with the script that `plumb capture --print` prints, and give the file that it wrote.';

function refused(name: string, why: string): PlumbError {
  return new PlumbError({
    code: 'TAR_REFUSED',
    what: `${name} is not unpacked.`,
    why: `${why}, which no capture has.`,
    remedy: REMEDY,
  });
}

function malformed(name: string, why: string): PlumbError {
  return new PlumbError({
    code: 'TAR_MALFORMED',
    what: `${name} cannot be read as a tar archive.`,
    why: `${why}.`,
    remedy: REMEDY,
  });
}
