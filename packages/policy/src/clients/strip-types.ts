import { register } from 'node:module';

let registered = false;

/** Lets this process import TypeScript where Node cannot by itself (before 22.18). Types are taken out, not checked. */
export function readTypeScript(): void {
  const { typescript } = process.features as { typescript?: unknown };
  if (registered || typescript) return;
  registered = true;
  // the built file: hooks run in a thread of their own, without the reader that they are to become
  register(new URL('./strip-types-hook.js', import.meta.url));
}
