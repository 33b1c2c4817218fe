import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { listTensors, type ModuleSpec } from '@plumb/architecture';
import { elementCount } from '@plumb/contract';
import { hashValues } from './hash-weights.ts';
import type { WeightPlace, WeightTable } from './weight-table.ts';

const FILE = 'weights.bin';

export interface RandomTable extends WeightTable {
  close(): void;
}

/**
 * Random weights for a module, written when a graph first asks for them. `shareLayers`: layers of one stack have the same
 * numbers, so that a twin of a billion parameters takes the room of one layer.
 */
export function openRandomTable(
  spec: ModuleSpec,
  folder: string,
  { seed = 0, shareLayers = false }: { seed?: number; shareLayers?: boolean } = {},
): RandomTable {
  const shapes = new Map(listTensors(spec).map(({ name, shape }) => [name, shape]));
  const offsets = new Map<string, number>();
  const file = openSync(join(folder, FILE), 'w');
  let end = 0;
  return {
    folder,
    find(name): WeightPlace | undefined {
      const shape = shapes.get(name);
      if (shape === undefined) return undefined;
      const key = shareLayers ? name.replace(/\.\d+\./g, '.N.') : name;
      const place = `${key} [${shape.join()}]`;
      const bytes = 4 * elementCount(shape);
      let offset = offsets.get(place);
      if (offset === undefined) {
        offset = end;
        offsets.set(place, offset);
        writeSync(file, new Uint8Array(hashValues(key, shape, seed).buffer), 0, bytes, offset);
        // weights are mapped: each begins on a cache line
        end = Math.ceil((offset + bytes) / 64) * 64;
      }
      return { type: 'float32', shape, file: FILE, offset, bytes };
    },
    close: () => closeSync(file),
  };
}
