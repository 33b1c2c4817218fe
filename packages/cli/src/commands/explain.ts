import { causes } from '@plumb/diagnose';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

/** `plumb explain [CODE]`: the page of a cause, or all causes. */
export async function run(args: readonly string[], options: OutputOptions): Promise<number> {
  const out = await createOutput(options);
  void causes;
  void args;
  void out;
  return 0;
}
