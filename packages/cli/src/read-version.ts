import { readFileSync } from 'node:fs';
import { PACKAGE_FOLDER } from './package-folder.ts';

export function readVersion(): string {
  return JSON.parse(readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8')).version;
}
