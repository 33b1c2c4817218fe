#!/usr/bin/env node
// Committed as plain JavaScript so that npm links it before anything is built.
import { existsSync, statSync } from 'node:fs';

const at = (path) => new URL(path, import.meta.url);
const timeOf = (path) => statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// the bundle (scripts/bundle.mjs) starts faster, but never runs older code than what tsc built
const bundled = timeOf('../bundle/.stamp');
const fresh = ['..', '../../core', '../../contract', '../../checkpoint', '../../architecture'].every(
  (room) => timeOf(`${room}/dist/.tsbuildinfo`) <= bundled,
);
const entry = at(bundled > 0 && fresh ? '../bundle/main.js' : '../dist/main.js');
if (!existsSync(entry)) {
  console.error('Plumb is not built yet. Run "npm start" or "npm run build" in its folder first.');
  process.exit(2);
}
const { main } = await import(entry.href);
process.exitCode = await main(process.argv.slice(2));
