import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { isRemote, PlumbError } from '@plumb/core';
import { looksLikeEnvironment } from '@plumb/python';
import type { Problem } from '../facts.ts';
import { type RecognisedItem, RUN_HELPERS, recogniseFile } from './recognise-item.ts';

// a run folder with dates, suites and tasks is four deep
const MAX_DEPTH = 8;
// a folder of 500 episodes with a video and a record each is 1,000 files
const MAX_FILES = 5_000;
// how far down Python files are looked for before a folder with a project's marks is called a source
const SOURCE_DEPTH = 3;

const NEVER_ENTERED = new Set([
  '.git',
  'node_modules',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);
const PROJECT_MARKS = ['.git', 'setup.py', 'pyproject.toml', 'setup.cfg'];

export interface Walk {
  readonly items: readonly RecognisedItem[];
  readonly problems: readonly Problem[];
}

/** Every path that the user gave, folders walked. Throws `PATH_NOT_FOUND` for one that does not exist. */
export async function walkPaths(paths: readonly string[]): Promise<Walk> {
  const walker = new Walker();
  for (const path of paths) {
    // an address is a checkpoint on a server; reading it says so if it is none
    if (isRemote(path)) {
      walker.items.push({ path, kind: 'checkpoint' });
      continue;
    }
    const info = await stat(path).catch((cause: Error) => {
      throw new PlumbError(
        {
          code: 'PATH_NOT_FOUND',
          what: `${path} cannot be opened.`,
          why: cause.message,
          remedy: 'Check the path for a typing error; relative paths count from where you stand.',
        },
        { cause },
      );
    });
    if (info.isDirectory()) await walker.folder(path, 0);
    else await walker.file(path);
  }
  return walker;
}

class Walker implements Walk {
  readonly items: RecognisedItem[] = [];
  readonly problems: Problem[] = [];
  private readonly seen = new Set<string>();
  private full = false;

  async file(path: string): Promise<void> {
    if (!(await this.first(path))) return;
    if (this.items.length >= MAX_FILES) {
      if (!this.full) this.report(path, 'TOO_MANY_FILES', `only the first ${MAX_FILES} files were looked at`);
      this.full = true;
      return;
    }
    try {
      this.items.push(await recogniseFile(path));
    } catch (error) {
      this.items.push({ path, kind: 'unknown', remark: 'cannot be read', failure: error });
    }
  }

  async folder(path: string, depth: number): Promise<void> {
    if (!(await this.first(path))) return;
    const entries = await list(path);
    if (!entries) return this.report(path, 'FOLDER_UNREADABLE', 'the folder cannot be listed');
    if (await looksLikeEnvironment(path)) this.items.push({ path, kind: 'environment' });
    else if (isModelFolder(entries)) this.items.push({ path, kind: 'checkpoint' });
    else if (await isSourceFolder(path, entries)) await this.source(path, entries);
    else if (depth >= MAX_DEPTH)
      this.report(path, 'FOLDER_TOO_DEEP', `folders deeper than ${MAX_DEPTH} are not entered`);
    else await this.entries(path, entries, depth);
  }

  private async entries(path: string, entries: readonly Dirent[], depth: number): Promise<void> {
    const isRun = entries.some(({ name }) => name === 'run.db');
    for (const entry of entries) {
      if (this.full) return;
      const child = join(path, entry.name);
      if (NEVER_ENTERED.has(entry.name) || (isRun && isOfRun(entry))) continue;
      // links to files are how the hub's cache stores a model; links to folders may lead anywhere
      if (entry.isDirectory()) await this.folder(child, depth + 1);
      else if (entry.isFile() || (await linksToFile(entry, child))) await this.file(child);
    }
  }

  /** One item. What else lies in it belongs to the project, not to this evaluation, unless it is named. */
  private async source(path: string, entries: readonly Dirent[]): Promise<void> {
    const folders = await evidenceBelow(path, entries, SOURCE_DEPTH);
    const named = folders.slice(0, 3).map((folder) => relative(path, folder) || '.');
    const more = folders.length > 3 ? ` and ${folders.length - 3} more folders` : '';
    const remark = `logs, results or checkpoints in ${named.join(', ')}${more} were left alone: name them to have them read`;
    this.items.push({ path, kind: 'source', ...(folders.length > 0 ? { remark } : {}) });
  }

  /** A path given twice, or a folder and a file in it, is read once. */
  private async first(path: string): Promise<boolean> {
    const real = await realpath(path).catch(() => path);
    if (this.seen.has(real)) return false;
    this.seen.add(real);
    return true;
  }

  private report(path: string, code: string, error: string): void {
    this.problems.push({ path, code, error });
  }
}

/** What Plumb itself put beside a run's database: no evidence of its own. */
function isOfRun({ name }: Dirent): boolean {
  return RUN_HELPERS.test(name) || name === 'videos';
}

async function list(path: string): Promise<Dirent[] | undefined> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries?.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function linksToFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() ?? false;
}

/** A Hugging Face model folder: weights with their config or their index. A folder of many checkpoints is none. */
function isModelFolder(entries: readonly Dirent[]): boolean {
  const names = entries.map((entry) => entry.name);
  const weights = names.some((name) => /^(?:diffusion_pytorch_|adapter_)?model\b.*\.safetensors$/.test(name));
  return weights && names.some((name) => /(?:config|\.index)\.json$/.test(name));
}

const EVIDENCE = /\.(?:log|out|err|json|pt|pth|ckpt|safetensors|bin|txt|npz|br|gz|zst)$/i;
const EVIDENCE_IN_SOURCE = /\.(?:log|pth?|ckpt|safetensors)$|(?:result|eval_info).*\.json$/i;

/** A repository or package: its own marks and Python somewhere below, or Python beside nothing that is evidence. */
async function isSourceFolder(path: string, entries: readonly Dirent[]): Promise<boolean> {
  const names = entries.map((entry) => entry.name);
  if (names.includes('__init__.py')) return true;
  const holds = (kind: RegExp) => entries.some((entry) => entry.isFile() && kind.test(entry.name));
  // a list of requirements lies beside a single script and its logs as well
  const marked =
    PROJECT_MARKS.some((mark) => names.includes(mark)) ||
    (names.includes('requirements.txt') && !holds(EVIDENCE_IN_SOURCE));
  if (marked && (await holdsPython(path, entries, SOURCE_DEPTH))) return true;
  return !holds(EVIDENCE) && names.some((name) => name.endsWith('.py'));
}

/** Folders in a source that hold what may be evidence. */
async function evidenceBelow(path: string, entries: readonly Dirent[], depth: number): Promise<string[]> {
  const own = entries.some((entry) => entry.isFile() && EVIDENCE_IN_SOURCE.test(entry.name));
  const found = own ? [path] : [];
  for (const entry of entries) {
    if (depth === 0 || !entry.isDirectory() || NEVER_ENTERED.has(entry.name)) continue;
    const child = join(path, entry.name);
    found.push(...(await evidenceBelow(child, (await list(child)) ?? [], depth - 1)));
  }
  return found;
}

async function holdsPython(path: string, entries: readonly Dirent[], depth: number): Promise<boolean> {
  if (entries.some((entry) => entry.isFile() && entry.name.endsWith('.py'))) return true;
  if (depth === 0) return false;
  for (const entry of entries) {
    if (!entry.isDirectory() || NEVER_ENTERED.has(entry.name) || basename(entry.name).startsWith('.'))
      continue;
    const child = join(path, entry.name);
    const inside = await list(child);
    if (inside && (await holdsPython(child, inside, depth - 1))) return true;
  }
  return false;
}
