#!/usr/bin/env node
// Committed as plain JavaScript so that npm links it before anything is built.
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  console.error('Plumb is not built yet. Run "npm start" or "npm run build" in its folder first.');
  process.exit(2);
}
const { main } = await import(entry.href);
process.exitCode = await main(process.argv.slice(2));
