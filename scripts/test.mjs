// npm test: sets up, then runs every spec. Arguments go to vitest.
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

await setUp();
process.exitCode = run(process.execPath, [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  ...process.argv.slice(2),
]);
