// npm start: sets up, then diagnoses the built-in example.
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

const EXAMPLE = 'examples/atlas-incident';

await setUp();
console.error(`plumb: diagnosing the example, ${EXAMPLE}\n`);
const status = run(process.execPath, [join(root, 'packages/cli/bin/plumb.js'), 'diagnose', EXAMPLE]);
console.error(
  '\nplumb: your own evaluation: node_modules/.bin/plumb diagnose <logs, checkpoint, pip freeze, source, results>' +
    '\nplumb: a policy scored here: node_modules/.bin/plumb eval expert --suite plumb-desk --episodes 5',
);
// 1 means "something was found", which is what the example is for
process.exitCode = status === 1 ? 0 : status;
