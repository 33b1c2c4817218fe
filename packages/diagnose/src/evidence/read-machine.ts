import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineFact, Said } from '../facts.ts';

const LIMITS = {
  /** Lines of one note that are read. `ldconfig -p` of a full desktop has 3,000. */
  lines: 20_000,
  /** Characters of a line; a longer one is none that these tools write, and is passed over. */
  line: 4096,
};

interface Line {
  readonly text: string;
  readonly place: string;
}

/**
 * What the notes of a capture say of the machine (`packages/cli/src/capture/capture.sh` writes them). A note that is not
 * there leaves its part undefined: nothing is known then, which is not the same as nothing being there.
 */
export async function readMachine(path: string, folder: string): Promise<MachineFact> {
  const gl = sections(await readLines(folder, 'gl.txt'));
  const cuda = await readLines(folder, 'cuda.txt');
  const config = await readLines(folder, 'libero-config.yaml');
  const sites = await readLines(folder, 'site-packages.txt');
  const [title, ...entries] = config ?? [];
  return {
    path,
    variables: readVariables(gl?.get('variables')),
    libraries: gl
      ?.get('libraries')
      ?.flatMap(({ text, place }) => said(/^\s*(lib[\w.+-]+)/.exec(text)?.[1], place)),
    gpus: (cuda ?? []).flatMap(({ text, place }) =>
      said(/\|\s+\d+\s+(NVIDIA .+?|Tesla .+?|GeForce .+?)\s{2,}/.exec(text)?.[1], place),
    ),
    driverCuda: firstMatch(cuda, /CUDA Version:\s*([\d.]+)/),
    torchCuda: firstMatch(cuda, /^cuda(?:: \w+(?:\[[^\]]*\])?)? = (?:'([\d.]+)'|(None))/),
    liberoConfig:
      title === undefined ? undefined : { file: title.text.replace(/^# /, ''), paths: readPaths(entries) },
    liberoConfigAbsent: sites !== undefined && title === undefined,
    sitePackages: (sites ?? []).map(({ text }) => text),
  };
}

async function readLines(folder: string, name: string): Promise<Line[] | undefined> {
  const file = join(folder, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text
    ?.split(/\r?\n/, LIMITS.lines)
    .map((line, i) => ({ text: line, place: `${file}:${i + 1}` }))
    .filter(({ text }) => text.length <= LIMITS.line && text.trim() !== '');
}

/** `# name` begins a part. A capture of before they were named has none, and says nothing. */
function sections(lines: readonly Line[] | undefined): Map<string, Line[]> | undefined {
  if (lines === undefined) return undefined;
  const parts = new Map<string, Line[]>();
  let part: Line[] | undefined;
  for (const line of lines) {
    const name = /^# ([a-z]+)$/.exec(line.text)?.[1];
    if (name === undefined) part?.push(line);
    else {
      part = [];
      parts.set(name, part);
    }
  }
  // where ldconfig cannot be run, no library is listed, and that means nothing
  if (parts.get('libraries')?.some(({ text }) => text.startsWith('('))) parts.delete('libraries');
  return parts;
}

const said = (value: string | undefined, place: string): Said[] =>
  value === undefined ? [] : [{ value, place }];

function firstMatch(lines: readonly Line[] | undefined, pattern: RegExp): Said | undefined {
  for (const { text, place } of lines ?? []) {
    const match = pattern.exec(text);
    if (match) return { value: match[1] ?? match[2]!, place };
  }
  return undefined;
}

function readVariables(lines: readonly Line[] | undefined): ReadonlyMap<string, Said> | undefined {
  if (lines === undefined) return undefined;
  return new Map(
    lines.flatMap(({ text, place }) => {
      const [, name, value] = /^([A-Z_][A-Z0-9_]*)=(.*)$/.exec(text) ?? [];
      return name === undefined ? [] : [[name, { value: value!, place }] as const];
    }),
  );
}

/** `assets: /home/u/LIBERO/libero/libero/./assets`, as LIBERO itself writes it. */
function readPaths(lines: readonly Line[]): ReadonlyMap<string, Said> {
  return new Map(
    lines.flatMap(({ text, place }) => {
      const [, name, quoted] = /^(\w+):\s*(\S.*?)\s*$/.exec(text) ?? [];
      return name === undefined ? [] : [[name, { value: quoted!.replace(/^(['"])(.*)\1$/, '$2'), place }]];
    }),
  );
}
