import { readFile } from 'node:fs/promises';
import { PACKAGE_FOLDER } from '../package-folder.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, cyan, dim } from '../terminal/style.ts';

export interface CaptureOptions extends OutputOptions {
  readonly print?: boolean;
}

// it lies beside the sources; the built files read it there too
const SCRIPT = new URL('src/capture/capture.sh', PACKAGE_FOLDER);

/** `plumb capture --print`: the script that collects evidence where Plumb cannot run. */
export async function run(_: readonly string[], options: CaptureOptions): Promise<number> {
  const out = await createOutput(options);
  const script = await readFile(SCRIPT, 'utf8');
  if (out.json) out.printJson({ script });
  else if (options.print) process.stdout.write(script);
  else out.print(describeUse());
  return 0;
}

function describeUse(): string {
  const step = (command: string, what: string) => `  ${cyan(command)}\n      ${dim(what)}`;
  return [
    `${bold('A shell script collects the evidence')} where neither Node nor internet is; it runs nothing of yours.`,
    '',
    step('plumb capture --print > capture.sh', 'here; then copy it to the node, and read it: it is a page'),
    step('sh capture.sh -o node.tar -l eval.log -c checkpoints/', 'over there, with the environment active'),
    step('tar -tf node.tar', 'what is in it, before you pass it on'),
    step('plumb diagnose node.tar', 'here again'),
  ].join('\n');
}
