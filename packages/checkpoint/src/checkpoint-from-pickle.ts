import { DTYPE_BYTES } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';
import { isKind } from './calls/argument.ts';
import type { Checkpoint, CheckpointFormat, GlobalUse, TensorEntry } from './checkpoint.ts';
import { describeSparse } from './describe-sparse.ts';
import { commonPrefixes, type FoundStateDict, findStateDicts } from './find-state-dict.ts';
import { worstVerdict } from './judge-globals.ts';
import { judgeTargets } from './judge-targets.ts';
import { leaveOut } from './leave-out.ts';
import type { PickleStorage, PickleTensor, PickleValue } from './pickle-value.ts';
import { withDangers } from './scan-pickles.ts';

/** What `torch.load` would return of a file, and where it keeps its storages. */
export interface TorchFile {
  readonly format: CheckpointFormat;
  readonly value: PickleValue;
  readonly globals: readonly GlobalUse[];
  readonly notes: readonly string[];
  /** Absolute offset of a storage's bytes; throws where the file does not hold them. */
  readonly startOf: (storage: PickleStorage, name: string) => number | Promise<number>;
}

/** The state dict in what was saved with the places of its tensors, and everything else. */
export async function checkpointFromPickle(source: ByteSource, file: TorchFile): Promise<Checkpoint> {
  try {
    return await build(source, file);
  } catch (error) {
    // its pickle has run by the time that a tensor turns out to be missing
    throw error instanceof PlumbError ? withDangers(error, file.globals) : error;
  }
}

async function build(source: ByteSource, file: TorchFile): Promise<Checkpoint> {
  const [found, ...others] = findStateDicts(file.value);
  const tensors = found === undefined ? [] : await placeTensors(source.place, found, file.startOf);
  const targets = judgeTargets(file.value, source.place);
  const globals = [...file.globals, ...targets.globals];
  return {
    path: source.place,
    format: file.format,
    container: found?.path.join('.') ?? '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: found === undefined ? file.value : leaveOut(file.value, found),
    ...moduleVersions(found),
    globals,
    verdict: worstVerdict(globals),
    notes: [
      ...file.notes,
      ...targets.notes,
      ...describeChoice(found, others),
      ...describeSparse(found?.value ?? file.value),
      ...describeSharing(found),
    ],
    fileBytes: source.size,
  };
}

function moduleVersions(found: FoundStateDict | undefined): Pick<Checkpoint, 'moduleVersions'> {
  const state = isKind(found?.value, 'dict') ? found.value.state : undefined;
  return state === undefined ? {} : { moduleVersions: state };
}

async function placeTensors(
  place: string,
  found: FoundStateDict,
  startOf: TorchFile['startOf'],
): Promise<TensorEntry[]> {
  const starts = new Map<string, number>();
  const entries: TensorEntry[] = [];
  for (const [name, tensor] of found.tensors) {
    const { storage, dtype, shape, stride } = tensor;
    let start = starts.get(storage.key);
    if (start === undefined) {
      // the meta device has no data
      const found = storage.device === 'meta' && storage.key === '' ? -1 : startOf(storage, name);
      start = typeof found === 'number' ? found : await found;
      starts.set(storage.key, start);
    }
    checkBounds(place, name, tensor);
    const offset = start < 0 ? start : start + tensor.storageOffset * DTYPE_BYTES[dtype];
    entries.push({ name, dtype, shape, stride, file: place, offset });
  }
  return entries;
}

function checkBounds(place: string, name: string, tensor: PickleTensor): void {
  const { shape, stride, storage, dtype } = tensor;
  if (storage.key === '') return;
  let last = tensor.storageOffset;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 0) return;
    last += (shape[axis]! - 1) * stride[axis]!;
  }
  if ((last + 1) * DTYPE_BYTES[dtype] <= storage.length * DTYPE_BYTES[storage.dtype]) return;
  throw new PlumbError({
    code: 'TENSOR_OUT_OF_STORAGE',
    what: `${place}: ${name} of shape [${shape.join(', ')}] does not fit into its storage of ${storage.length} elements.`,
    why: 'No version of torch saves such a tensor: the file is damaged or was made by hand.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

function describeChoice(found: FoundStateDict | undefined, others: readonly FoundStateDict[]): string[] {
  if (found === undefined) return ['No state dict: nothing in this file maps names to tensors.'];
  const notes: string[] = [];
  if (found.module)
    notes.push(
      'A whole module was pickled, not its state dict: loading it needs the code that made it, and runs it.',
    );
  const rivals = others.filter((other) => other.tensors.length * 2 > found.tensors.length);
  for (const { path, tensors } of rivals.slice(0, 5))
    notes.push(
      `Another state dict lies under ${path.join('.') || 'the top level'} (${tensors.length} tensors).`,
    );
  return notes;
}

/** Names that share one storage: tied weights, or views of one buffer. */
function describeSharing(found: FoundStateDict | undefined): string[] {
  const first = new Map<string, string>();
  const groups = new Map<string, string[]>();
  let strided = 0;
  for (const [name, tensor] of found?.tensors ?? []) {
    if (!isContiguous(tensor)) strided++;
    const { key } = tensor.storage;
    const other = key === '' ? undefined : first.get(key);
    if (other === undefined) first.set(key, name);
    else if (groups.has(key)) groups.get(key)!.push(name);
    else groups.set(key, [other, name]);
  }
  const shared = [...groups.values()];
  const notes = shared
    .slice(0, 5)
    .map((names) => `${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''} share one storage.`);
  if (shared.length > 5) notes.push(`${shared.length - 5} more storages are shared by several names.`);
  if (strided > 0)
    notes.push(
      strided === 1
        ? 'A tensor is a view with strides of its own.'
        : `${strided} tensors are views with strides of their own.`,
    );
  const meta = found?.tensors.find(([, tensor]) => tensor.storage.key === '');
  if (meta !== undefined) notes.push(`${meta[0]} was saved on the meta device: it has no data (offset -1).`);
  return notes;
}

function isContiguous({ shape, stride }: PickleTensor): boolean {
  let step = 1;
  let dense = true;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 0) return true;
    if (shape[axis] !== 1 && stride[axis] !== step) dense = false;
    step *= shape[axis]!;
  }
  return dense;
}
