// Joins the command line and the readers that it starts with into a few files: `plumb inspect` would otherwise spend half
// of its time on opening a hundred small ones. Lazy imports stay lazy. Rooms that find a WASM or data file beside
// themselves, and core, whose PlumbError must be one class for all, stay outside. bin/plumb.js uses the result only
// while it is newer than what tsc built.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const cli = fileURLToPath(new URL('../packages/cli', import.meta.url));
const OUTSIDE = /^(?!@plumb\/(checkpoint|architecture|contract|cli)(\/|$)|commander$|[./])/;

rmSync(join(cli, 'bundle'), { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: join(cli, 'dist/main.js') },
  platform: 'node',
  external: OUTSIDE,
  logLevel: 'warn',
});
await bundle.write({
  dir: join(cli, 'bundle'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();
writeFileSync(join(cli, 'bundle/.stamp'), '');
