import type { ByteSource } from '@plumb/core';
import type { ZipRecord } from './read-zip-directory.ts';
import { recordOffset } from './read-zip-record.ts';

const LOCAL_HEADER_BYTES = 30;
/** torch.save pads every record's own header so that its data begins at a multiple of this. */
const ALIGNMENT = 64;
const NONE_32 = 0xffffffff;
/** What may follow the data: nothing, or its CRC and sizes with 32 or 64 bits. */
const FOOTERS = [0, 16, 24];
/** Headers that are read although they were predicted. */
const SAMPLES = 3;

/**
 * Where the data of each record begins, told from the list of records alone: a checkpoint has thousands of them, and
 * behind a network each header would cost a request. Counted as torch's writer counts (`getPadding` in
 * caffe2/serialize/inline_container.cc), and accepted where the next record begins just behind the data so placed. The
 * headers of all others are read, and of three records to be sure; all of them if one of the three differs.
 */
export async function predictRecordOffsets(
  source: ByteSource,
  records: readonly ZipRecord[],
): Promise<ReadonlyMap<ZipRecord, number>> {
  const stored = records.filter((record) => record.method === 0 && !record.damaged && record.bytes > 0);
  const order = [...stored].sort((a, b) => a.headerOffset - b.headerOffset);
  const offsets = new Map<ZipRecord, number>();
  const unsure: ZipRecord[] = [];
  const headers = records.map((record) => record.headerOffset).sort((a, b) => a - b);
  let next = 0;
  for (const record of order) {
    while (next < headers.length && headers[next]! <= record.headerOffset) next++;
    const start = predict(record);
    const follower = headers[next];
    const fits = follower !== undefined && FOOTERS.includes(follower - start - record.bytes);
    if (fits) offsets.set(record, start);
    else unsure.push(record);
  }
  const sure = [...offsets.keys()];
  const samples = Array.from(
    { length: Math.min(SAMPLES, sure.length) },
    (_, i) => sure.at(Math.round((i * (sure.length - 1)) / Math.max(1, SAMPLES - 1)))!,
  );
  const read = async (record: ZipRecord) => [record, await recordOffset(source, record)] as const;
  const sampled = await Promise.all(samples.map(read));
  const wrong = sampled.some(([record, offset]) => offsets.get(record) !== offset);
  for (const [record, offset] of await Promise.all((wrong ? order : unsure).map(read)))
    offsets.set(record, offset);
  return offsets;
}

function predict({ headerOffset, name, bytes }: ZipRecord): number {
  // name, then a field of padding with 4 bytes of its own
  let start = headerOffset + LOCAL_HEADER_BYTES + name.length + 4;
  if (bytes >= NONE_32 || headerOffset >= NONE_32)
    start += 4 + (bytes >= NONE_32 ? 16 : 0) + (headerOffset >= NONE_32 ? 8 : 0);
  return Math.ceil(start / ALIGNMENT) * ALIGNMENT;
}
