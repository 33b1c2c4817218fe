import { readFile, writeFile } from 'node:fs/promises';
import { PlumbError, quoteForShell } from '@plumb/core';
import { PACKAGE_FOLDER } from '../package-folder.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { cyan, dim, green } from '../terminal/style.ts';

export interface AdaptOptions extends OutputOptions {
  readonly out: string;
}

// it lies beside the sources; the built files read it there too
const SCRIPT = new URL('src/adapt/serve_policy.py', PACKAGE_FOLDER);

/** `plumb adapt`: writes a server around the user's own predict(observation). */
export async function run(_: readonly string[], options: AdaptOptions): Promise<number> {
  const out = await createOutput(options);
  const script = await readFile(SCRIPT, 'utf8');
  try {
    await writeFile(options.out, script, { flag: 'wx' });
  } catch (cause) {
    throw notWritten(options.out, cause as NodeJS.ErrnoException);
  }
  if (out.json) {
    out.printJson({ file: options.out, fillIn: placesToFill(script) });
    return 0;
  }
  out.print(`${green('written')} ${options.out}`);
  for (const { line, text } of placesToFill(script)) out.print(dim(`  line ${line}: ${text}`));
  out.print('\nThen:');
  for (const command of [
    'pip install numpy msgpack "websockets>=13"',
    `python ${quoteForShell(options.out)} --port 8000`,
    'plumb eval openpi://localhost:8000 --suite libero_spatial --dry-run',
  ])
    out.print(`  ${cyan(command)}`);
  return 0;
}

function placesToFill(script: string): { line: number; text: string }[] {
  return script
    .split('\n')
    .flatMap((text, i) =>
      text.includes('FILL IN:') ? { line: i + 1, text: text.trim().replace(/^# /, '') } : [],
    );
}

function notWritten(file: string, cause: NodeJS.ErrnoException): PlumbError {
  const exists = cause.code === 'EEXIST';
  return new PlumbError(
    {
      code: exists ? 'OUTPUT_EXISTS' : 'OUTPUT_FAILED',
      what: exists ? `${file} is there already.` : `${file} could not be written: ${cause.message}.`,
      why: exists ? 'Your own predict may stand in it.' : 'The folder is missing or may not be written to.',
      remedy: 'Give another name: plumb adapt --out other.py',
    },
    { cause },
  );
}
