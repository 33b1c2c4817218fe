/** One mutated input, made from a seed, read as a user's file would be. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DTYPE_BYTES, elementCount } from '../../packages/contract/dist/tensor.js';
import { mutateGguf, mutateNpz, mutateStream } from './mutate-formats.mjs';
import { mutateJson, mutateSafetensors } from './mutate-json.mjs';
import { mutatePickle } from './mutate-pickle.mjs';
import { mutateZip, packPickle } from './mutate-zip.mjs';

export const FORMATS = ['pickle', 'torch-zip', 'safetensors', 'index', 'legacy', 'npz', 'gguf'];

/** The input of a case: bytes, and the name under which it is written. */
export function makeCase(format, corpus, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  if (format === 'safetensors')
    return { name: 'case.safetensors', bytes: mutateSafetensors(pick(corpus.safetensors), random) };
  if (format === 'index') {
    const index = {
      metadata: { total_size: 8 },
      weight_map: { s: 'shard.safetensors', e: 'shard.safetensors' },
    };
    return {
      name: 'case.safetensors.index.json',
      bytes: Buffer.from(mutateJson(JSON.stringify(index), random)),
    };
  }
  if (format === 'npz') return { name: 'case.npz', bytes: mutateNpz(pick(corpus.arrays), random) };
  if (format === 'gguf') return { name: 'case.gguf', bytes: mutateGguf(pick(corpus.ggufs), random) };
  if (format === 'legacy') {
    const other = random() < 0.3 ? pick(corpus.pickles) : undefined;
    return { name: 'case.pt', bytes: mutateStream(pick(corpus.streams), other, random) };
  }
  const pickle = () => mutatePickle(pick(corpus.pickles), pick(corpus.pickles), random);
  if (format === 'pickle') return { name: 'case.pkl', bytes: pickle() };
  if (random() < 0.4) return { name: 'case.pt', bytes: packPickle(pickle()) };
  return { name: 'case.pt', bytes: mutateZip(pick(corpus.zips), random) };
}

/** `read` where it was read, `refused` for a PlumbError; throws for anything else. */
export async function runCase(format, input, folder, room) {
  const path = join(folder, input.name);
  await writeFile(path, input.bytes);
  try {
    await room.sniffCheckpoint(path);
    const whole = format === 'pickle' ? await room.readPickleFile(path) : await room.readCheckpoint(path);
    checkResult(format, whole, room);
    return 'read';
  } catch (error) {
    if (error?.name !== 'PlumbError') throw error;
    for (const field of ['code', 'what', 'why', 'remedy'])
      if (typeof error[field] !== 'string' || error[field] === '')
        throw new Error(`an error without ${field}`);
    return 'refused';
  }
}

/** What was read must be usable: plain data, tensors inside their files. */
function checkResult(format, result, room) {
  JSON.stringify(room.toPlain(format === 'pickle' ? result.value : result.data));
  for (const tensor of result.tensors ?? []) {
    const sound =
      tensor.shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
      tensor.stride.length === tensor.shape.length &&
      Number.isSafeInteger(tensor.offset) &&
      tensor.offset >= -1;
    // one file, tensors without gaps in them: their last byte is in it
    const inside =
      !['legacy', 'npz', 'gguf'].includes(format) ||
      tensor.offset + elementCount(tensor.shape) * DTYPE_BYTES[tensor.dtype] <= result.fileBytes ||
      tensor.stride.includes(0) ||
      elementCount(tensor.shape) === 0;
    if (!inside) throw new Error(`a tensor outside its file: ${JSON.stringify(tensor)}`);
    if (!sound) throw new Error(`an unsound tensor: ${JSON.stringify(tensor)}`);
  }
  for (const use of result.globals)
    if (!['safe', 'unknown', 'dangerous'].includes(use.verdict))
      throw new Error('a global without a verdict');
  if (Object.keys(Object.prototype).length > 0) throw new Error('Object.prototype was changed');
}

/** A valid shard for the index to find. */
export async function prepareFolder(folder, corpus) {
  await mkdir(folder, { recursive: true });
  const shard = corpus.safetensors.find((file) => file.includes('"s":') && file.includes('"e":'));
  await writeFile(join(folder, 'shard.safetensors'), shard);
}
