import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PlumbError } from '@plumb/core';
import { decodeSource } from './decode-source.ts';
import { parsePython, type Tree } from './parse.ts';

/** A VLA repository with its vendored dependencies has about 2,000 Python files. */
const MAX_FILES = 5000;
/** Generated code (protobuf, tables) reaches some 100 kB; tree-sitter needs about 30 times the source in memory. */
const MAX_FILE_BYTES = 2 * 2 ** 20;
/** Deeper than any package tree; ends a loop of mounts. */
const MAX_DEPTH = 32;
/** Installed or generated code: not the user's source. */
const SKIPPED = new Set(['node_modules', 'site-packages', 'dist-packages', '__pycache__', '__pypackages__']);

/** The Python sources below a folder. Files are read and parsed when first asked for, and kept until `dispose`. */
export interface SourceTree {
  readonly root: string;
  /** Relative to `root`, with `/`, sorted. */
  readonly files: readonly string[];
  /** What was left out, and why: too large, too deep, too many. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[];
  readText(file: string): Promise<string>;
  /** Syntax tree of a file; the source tree owns it, nobody else deletes it. */
  parse(file: string): Promise<Tree>;
  /** Frees every syntax tree. Nodes are dead afterwards. */
  dispose(): void;
}

/** Lists the sources of a folder, or of one file. Links are not followed. Throws `SOURCE_UNREADABLE`. */
export async function openSourceTree(root: string): Promise<SourceTree> {
  const skipped: { file: string; why: string }[] = [];
  const info = await lstat(root).catch((cause: Error) => {
    throw unreadable(root, cause);
  });
  const single = info.isFile();
  const base = single ? join(root, '..') : root;
  const files = single ? [relative(base, root)] : await listSources(root, skipped);
  const trees = new Map<string, Promise<Tree>>();
  const texts = new Map<string, Promise<string>>();
  const readText = (file: string) => {
    const text = texts.get(file) ?? readSource(join(base, file));
    texts.set(file, text);
    return text;
  };
  return {
    root: base,
    files,
    skipped,
    readText,
    parse(file) {
      const tree = trees.get(file) ?? readText(file).then(parsePython);
      trees.set(file, tree);
      return tree;
    },
    dispose() {
      for (const tree of trees.values()) tree.then((parsed) => parsed.delete()).catch(() => {});
      trees.clear();
      texts.clear();
    },
  };
}

async function readSource(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw unreadable(path, cause);
  });
  return decodeSource(bytes).text;
}

function unreadable(path: string, cause: Error): PlumbError {
  return new PlumbError(
    {
      code: 'SOURCE_UNREADABLE',
      what: `${path} cannot be read.`,
      why: cause.message,
      remedy: 'Check the path and its permissions.',
    },
    { cause },
  );
}

async function listSources(root: string, skipped: { file: string; why: string }[]): Promise<string[]> {
  const files: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
      if (folder === root) throw unreadable(root, cause);
      skipped.push({ file: name(folder), why: cause.message });
      return [];
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
        // a virtual environment inside the repository, whatever it is called
        if (await isEnvironment(path)) continue;
        if (depth >= MAX_DEPTH) skipped.push({ file: name(path), why: `deeper than ${MAX_DEPTH} folders` });
        else await visit(path, depth + 1);
      } else if (entry.isFile() && entry.name.endsWith('.py')) {
        const { size } = await lstat(path);
        if (size > MAX_FILE_BYTES)
          skipped.push({ file: name(path), why: `larger than ${MAX_FILE_BYTES} bytes` });
        else if (files.length >= MAX_FILES)
          skipped.push({ file: name(path), why: `past ${MAX_FILES} files` });
        else files.push(name(path));
      }
    }
  };
  const name = (path: string) => relative(root, path).split(sep).join('/');
  await visit(root, 0);
  return files.sort();
}

async function isEnvironment(folder: string): Promise<boolean> {
  return lstat(join(folder, 'pyvenv.cfg')).then(
    (info) => info.isFile(),
    () => false,
  );
}
