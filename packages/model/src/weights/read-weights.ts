import type { ModuleSpec } from '@plumb/architecture';
import { Graph } from '../graph/graph.ts';
import { openSession } from '../session.ts';
import { ModuleWeights } from './module-weights.ts';
import type { WeightTable } from './weight-table.ts';

/** A few small tensors of a module, widened to float32: statistics, a scale. Undefined where the module has none. */
export async function readWeights(
  table: WeightTable,
  spec: ModuleSpec,
  path: readonly string[],
  names: readonly string[],
): Promise<Record<string, Float32Array> | undefined> {
  const graph = new Graph();
  const module = ModuleWeights.root(graph, table, spec).child(...path);
  if (!names.every((name) => module.has(name))) return undefined;
  for (const name of names) graph.output(name, module.tensor(name));
  const session = await openSession(graph, table.folder, { threads: 1 });
  await session.run();
  const found = Object.fromEntries(names.map((name) => [name, session.outputs[name]!.slice()]));
  await session.close();
  return found;
}
