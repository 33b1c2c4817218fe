// npm start: sets up, then diagnoses the built-in example.
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

await setUp();
const status = run(process.execPath, [
  join(root, 'packages/cli/bin/plumb.js'),
  'diagnose',
  'examples/atlas-incident',
]);
// 1 means "something was found", which is what the example is for
process.exitCode = status === 1 ? 0 : status;
