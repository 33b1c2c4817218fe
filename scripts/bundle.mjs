// Joins the command line and the readers that it starts with into a few files: `plumb inspect` would otherwise spend half
// of its time on opening a hundred small ones. Lazy imports stay lazy, but for what the usual inspection needs, which
// is one file. Rooms that find a WASM or data file beside themselves stay outside. bin/plumb.js uses the result only while
// it is newer than what tsc built.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const cli = fileURLToPath(new URL('../packages/cli', import.meta.url));
const OUTSIDE = /^(?!@plumb\/(core|contract|checkpoint|architecture|cli)(\/|$)|commander$|[./])/;
/** What `plumb inspect` of a PyTorch archive goes through. */
const START = new RegExp(
  [
    'commander/',
    'core/dist/(?!remote)',
    'contract/dist/',
    'cli/dist/(main|program|help|package-folder|read-version|terminal/|inspect/|commands/inspect)',
    'checkpoint/dist/(?!convert|diff|statistics|elements|parse-gguf|.*(gguf|npz|npy|legacy|adapter|safetensors))',
    'architecture/dist/(recognise/recognise|module-spec)',
  ].join('|'),
);

rmSync(join(cli, 'bundle'), { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: join(cli, 'dist/main.js') },
  platform: 'node',
  external: OUTSIDE,
  checks: { ineffectiveDynamicImport: false },
});
await bundle.write({
  dir: join(cli, 'bundle'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  codeSplitting: { groups: [{ name: 'start', test: START }] },
});
await bundle.close();
writeFileSync(join(cli, 'bundle/.stamp'), '');
