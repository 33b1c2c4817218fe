import { findAssets } from '@plumb/world';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { dim, green, red } from '../terminal/style.ts';

const SOURCES = {
  variable: 'from the environment variable',
  environment: 'in the Python environment',
  checkout: 'in a checkout',
  cache: 'in the cache',
} as const;

/** `plumb assets`: 1 where something is missing. */
export async function run(_args: readonly string[], options: OutputOptions): Promise<number> {
  const out = await createOutput(options);
  const found = await findAssets();
  if (out.json) {
    out.printJson(
      found.map(({ part, path, source, searched }) => ({
        name: part.name,
        what: part.what,
        path,
        source,
        searched,
      })),
    );
  } else {
    for (const { part, path, source, searched } of found) {
      if (path !== undefined) {
        out.print(`${green('found')}    ${part.what}\n         ${path} ${dim(`(${SOURCES[source!]})`)}`);
      } else {
        out.print(
          `${red('missing')}  ${part.what}\n${searched.map((place) => dim(`         not in ${place}`)).join('\n')}`,
        );
        out.print(`         Set ${part.variable} to the folder that holds ${part.folder}/.`);
      }
    }
  }
  return found.every((entry) => entry.path !== undefined) ? 0 : 1;
}
