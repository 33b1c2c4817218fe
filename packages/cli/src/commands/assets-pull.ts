import { pullAssets, pullPublicAssets } from '@plumb/world';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { green } from '../terminal/style.ts';

export interface AssetsPullOptions extends OutputOptions {
  readonly from?: string;
}

/** `plumb assets pull [--from PATH]`: 0 once all is there, or something was taken from PATH. */
export async function run(_args: readonly string[], options: AssetsPullOptions): Promise<number> {
  const out = await createOutput(options);
  let count = 0;
  const pulled =
    options.from === undefined
      ? await pullPublicAssets({ onProgress: (line) => out.progress.say(`${line} …`) })
      : await pullAssets(options.from, {
          onFile: (name) => {
            count += 1;
            if (count % 50 === 0) out.progress.say(`${count} files, ${name} …`);
          },
        });
  out.progress.done();
  if (out.json) out.printJson(Object.fromEntries(pulled));
  else for (const [name, files] of pulled) out.print(`${green('pulled')}  ${name}: ${files} files`);
  return 0;
}
