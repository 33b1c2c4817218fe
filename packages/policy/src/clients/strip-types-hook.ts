import { readFile } from 'node:fs/promises';
import type { LoadFnOutput, LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

/** Node's hook for the text of a module. */
export const load: LoadHook = async (url, context, next): Promise<LoadFnOutput> => {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code, errors } = transformSync(file, await readFile(file, 'utf8'));
  if (errors.length > 0) throw new SyntaxError(errors.map((error) => String(error.message)).join('\n'));
  return { format: 'module', source: code, shortCircuit: true };
};
