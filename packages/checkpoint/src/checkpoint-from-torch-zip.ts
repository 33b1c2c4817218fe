import { DTYPE_BYTES } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointFromPickle } from './checkpoint-from-pickle.ts';
import type { TorchArchive } from './open-torch-archive.ts';
import type { PickleStorage } from './pickle-value.ts';
import { readTorchZip } from './read-torch-zip.ts';
import type { ZipRecord } from './read-zip-directory.ts';
import { recordOffset } from './read-zip-record.ts';

/** An archive's state dict with the places of its tensors, and everything else that was saved. */
export async function checkpointFromTorchZip(source: ByteSource): Promise<Checkpoint> {
  const { archive, value, globals, notes } = await readTorchZip(source);
  const remote = source.readNow === undefined;
  const predicted = remote ? await predictOffsets(archive) : undefined;
  return checkpointFromPickle(source, {
    format: 'torch-zip',
    value,
    globals,
    notes,
    startOf: (storage, name) => {
      const record = findRecord(archive, name, storage);
      return predicted?.get(record) ?? recordOffset(source, record);
    },
  });
}

/** Every header would be a request of its own. */
async function predictOffsets(archive: TorchArchive): Promise<ReadonlyMap<ZipRecord, number>> {
  const { predictRecordOffsets } = await import('./predict-record-offsets.ts');
  return predictRecordOffsets(archive.source, archive.records);
}

function findRecord(archive: TorchArchive, name: string, storage: PickleStorage): ZipRecord {
  const record = archive.find(`data/${storage.key}`);
  const bytes = storage.length * DTYPE_BYTES[storage.dtype];
  if (record === undefined || record.bytes < bytes)
    throw new PlumbError({
      code: 'TENSOR_DATA_MISSING',
      what: `${archive.source.place}: the data of ${name} (record data/${storage.key}, ${bytes} bytes) is ${record ? `only ${record.bytes} bytes long` : 'not in the archive'}.`,
      why: 'The archive was cut or packed again: data.pkl names records that are not there.',
      remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
    });
  return record;
}
