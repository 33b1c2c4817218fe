import { basename } from 'node:path';
import type { OutputFile, OutputTensor } from './output-plan.ts';
import type { SmallFile } from './replace-files.ts';
import { planSafetensors } from './write-safetensors.ts';

/**
 * One file `stem.safetensors`, or `stem-00001-of-0000N.safetensors` and their index, as transformers names them.
 * A shard is closed before the tensor that would make it larger than `most` bytes; a larger tensor has one of its own.
 */
export function planShards(
  stem: string,
  tensors: readonly OutputTensor[],
  metadata: Readonly<Record<string, string>>,
  most: number,
): { outputs: OutputFile[]; index: SmallFile[] } {
  const shards = split(tensors, most);
  if (shards.length === 1)
    return { outputs: [planSafetensors(`${stem}.safetensors`, tensors, metadata)], index: [] };
  const number = (n: number) => String(n).padStart(5, '0');
  const paths = shards.map((_, i) => `${stem}-${number(i + 1)}-of-${number(shards.length)}.safetensors`);
  const outputs = shards.map((shard, i) => planSafetensors(paths[i]!, shard, metadata));
  const map = shards.flatMap((shard, i) => shard.map(({ name }) => [name, basename(paths[i]!)] as const));
  const total = tensors.reduce((sum, { storage }) => sum + storage.bytes, 0);
  const lines = map.map(([name, file]) => `    ${JSON.stringify(name)}: ${JSON.stringify(file)}`);
  const text = `{\n  "metadata": {"total_size": ${total}},\n  "weight_map": {\n${lines.join(',\n')}\n  }\n}\n`;
  return { outputs, index: [{ path: `${stem}.safetensors.index.json`, text }] };
}

function split(tensors: readonly OutputTensor[], most: number): OutputTensor[][] {
  const shards: OutputTensor[][] = [[]];
  let bytes = 0;
  for (const tensor of tensors) {
    if (shards.at(-1)!.length > 0 && bytes + tensor.storage.bytes > most) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)!.push(tensor);
    bytes += tensor.storage.bytes;
  }
  return shards;
}
