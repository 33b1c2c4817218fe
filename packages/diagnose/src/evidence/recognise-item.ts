import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { sniffCheckpoint } from '@plumb/checkpoint';
import { looksLikeEnvironment } from '@plumb/python';
import type { Item, ProbeFact, ResultFact, RunFact } from '../facts.ts';
import { readProbes } from './read-probes.ts';
import { readResults } from './read-results.ts';
import { beginsAsExport, readExportedRun } from './run/read-run.ts';

/** An item, with what had to be read to recognise it. */
export interface RecognisedItem extends Item {
  readonly result?: ResultFact;
  readonly probes?: ProbeFact;
  readonly run?: RunFact;
  /** Why it could not be recognised although its name promised something. */
  readonly failure?: unknown;
}

// enough for every magic number and for the first lines of a text
const HEAD_BYTES = 64 << 10;

const PACKERS: readonly (readonly [magic: string, name: string])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['377abcaf271c', '7z'],
  ['04224d18', 'lz4'],
];
const SQLITE = 'SQLite format 3';
/** Beside a run's database. */
export const RUN_HELPERS = /^run\.(?:lock|db-(?:wal|shm|journal))$/;
const CHECKPOINT_NAMES = /\.(?:pt|pth|ckpt|safetensors)$|^(?:pytorch_model|adapter_model).*\.bin$/i;
const LOG_NAMES =
  /\.(?:log|out|err|stderr|stdout)(?:\.\d+)?$|^(?:nohup|slurm)\b|^(?:stdout|stderr|log)(?:\.txt)?$/i;
const NOTE_NAMES =
  /\.(?:md|rst|ya?ml|toml|cfg|ini|ipynb|csv|tsv|html|bib|tex|sh)$|^(?:licen[cs]e|copying|readme|notice|authors|changelog|dockerfile|makefile)\b/i;
// what is asked for, which is not what is installed
const REQUIREMENT_NAMES = /^(?:.*[-_.])?requirements?(?:[-_.].*)?\.txt$/i;
const LOG_LINES =
  /^.*(?:Traceback \(most recent call last\)|Error\(s\) in loading state_dict|[Ss]uccess rate\b|\b(?:INFO|WARNING|ERROR)\b|Warning: |\d+%\||\bEpoch \d|\d\d:\d\d:\d\d)/m;

/** What a file is: by its content first, by its name where the content allows several readings. */
export async function recogniseFile(path: string): Promise<RecognisedItem> {
  const name = basename(path);
  if (RUN_HELPERS.test(name)) return { path, kind: 'note' };
  const head = await readHead(path);
  if (head.length === 0) return { path, kind: 'unknown', remark: 'empty' };
  if (name === 'run.db' && head.toString('latin1', 0, SQLITE.length) === SQLITE) return { path, kind: 'run' };
  const packer = packerOf(head, name);
  if (packer) return packed(path, packer);
  const checkpoint = await recogniseCheckpoint(path, head, name);
  if (checkpoint) return checkpoint;
  if (isBinary(head)) return { path, kind: 'unknown', remark: 'binary' };
  if (/\.json$/i.test(name)) return recogniseJson(path, head);
  if (/\.pyi?$/i.test(name)) return { path, kind: 'source' };
  if (REQUIREMENT_NAMES.test(name))
    return { path, kind: 'note', remark: 'says what is asked for, not what is installed: give `pip freeze`' };
  if (NOTE_NAMES.test(name)) return { path, kind: 'note' };
  if (!LOG_NAMES.test(name) && (await looksLikeEnvironment(path))) return { path, kind: 'environment' };
  if (LOG_NAMES.test(name) || LOG_LINES.test(textOf(head))) return { path, kind: 'log' };
  return { path, kind: 'note' };
}

async function recogniseCheckpoint(
  path: string,
  head: Buffer,
  name: string,
): Promise<RecognisedItem | undefined> {
  // whatever it is by its content (a pointer of git-lfs, a web page, half a download): reading it says so
  if (CHECKPOINT_NAMES.test(name)) return { path, kind: 'checkpoint' };
  switch (await sniffCheckpoint(path)) {
    case 'safetensors':
    case 'safetensors-index':
    case 'torch-legacy':
    case 'gguf':
      return { path, kind: 'checkpoint' };
    case 'npy':
    case 'npz':
      return { path, kind: 'note', remark: 'NumPy arrays' };
    case 'torch-zip':
      // torch writes data.pkl first; any other zip is somebody's archive
      if (head.includes('data.pkl')) return { path, kind: 'checkpoint' };
      return /\.npz$/i.test(name) ? { path, kind: 'note', remark: 'NumPy arrays' } : packed(path, 'zip');
    case 'lfs-pointer':
      return { path, kind: 'unknown', remark: 'a git-lfs pointer: the file itself was never fetched' };
    case 'pickle':
      // a text may begin like the oldest protocols; from 2 on there is a mark
      return head[0] === 0x80 ? { path, kind: 'note', remark: 'a bare pickle: not opened' } : undefined;
    default:
      return undefined;
  }
}

function packed(path: string, packer: string): RecognisedItem {
  return { path, kind: 'packed', remark: `packed (${packer}): left alone, unpack it to have it read` };
}

async function recogniseJson(path: string, head: Buffer): Promise<RecognisedItem> {
  try {
    const run = beginsAsExport(textOf(head)) ? await readExportedRun(path) : undefined;
    if (run) return { path, kind: 'run', run };
    const probes = await readProbes(path);
    if (probes) return { path, kind: 'result', probes };
    const result = await readResults(path);
    return result ? { path, kind: 'result', result } : { path, kind: 'note', remark: 'JSON without results' };
  } catch (failure) {
    return { path, kind: 'unknown', remark: 'JSON that cannot be read', failure };
  }
}

function packerOf(head: Buffer, name: string): string | undefined {
  const hex = head.subarray(0, 6).toString('hex');
  const found = PACKERS.find(([magic]) => hex.startsWith(magic));
  if (found) return found[1];
  if (head.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  // brotli has no magic number
  return /\.br$/i.test(name) ? 'brotli' : undefined;
}

function isBinary(head: Buffer): boolean {
  // UTF-16 has a zero in every other byte, and a byte order mark
  const mark = head.length >= 2 ? head.readUInt16BE(0) : 0;
  return mark !== 0xfffe && mark !== 0xfeff && head.includes(0);
}

function textOf(head: Buffer): string {
  return head[0] === 0xff && head[1] === 0xfe ? head.toString('utf16le') : head.toString('utf8');
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    if (!(await file.stat()).isFile()) return Buffer.alloc(0);
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
