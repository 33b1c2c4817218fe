import { type ByteSource, PlumbError } from '@plumb/core';
import { duplicateNames, type FindRecord, makeFindRecord } from './find-zip-record.ts';
import { latin1 } from './read-python-text.ts';
import { readZipDirectory, type ZipRecord } from './read-zip-directory.ts';
import { readRecord } from './read-zip-record.ts';
import { malformedZip } from './zip-error.ts';

/** A ZIP as `torch.load` sees it. Names of records are given without the archive's own folder. */
export interface TorchArchive {
  readonly source: ByteSource;
  readonly records: readonly ZipRecord[];
  /** The folder of the first record, with its slash: every lookup starts there. */
  readonly prefix: string;
  readonly find: FindRecord;
  readonly notes: readonly string[];
}

export async function openTorchArchive(source: ByteSource): Promise<TorchArchive> {
  const records = await readZipDirectory(source);
  const first = records[0];
  if (first === undefined) throw malformedZip(source.place, 'it holds no records');
  const slash = first.name.indexOf('/');
  if (slash < 0) throw notTorch(source, `its first record, ${first.name}, lies in no folder`);
  const prefix = first.name.slice(0, slash + 1);
  const find = makeFindRecord(records);
  // the name goes through a C string: a NUL ends it
  const lookUp: FindRecord = (name) => find(asBytes(prefix, name));
  await checkVersion(source, prefix, lookUp);
  if (!lookUp('data.pkl') && lookUp('archive_format')) throw exportedProgram(source.place);
  if (!lookUp('data.pkl')) throw notTorch(source, `it has no record ${prefix}data.pkl`);
  return { source, records, prefix, find: lookUp, notes: describeOddities(records, prefix, lookUp) };
}

function asBytes(prefix: string, name: string): string {
  const whole = prefix + (/[^\x01-\x7f]/.test(name) ? latin1(Buffer.from(name, 'utf8')) : name);
  const end = whole.indexOf('\0');
  return end < 0 ? whole : whole.slice(0, end);
}

/** Every torch since 1.6 writes 3; readers take 1 to 10. */
async function checkVersion(source: ByteSource, prefix: string, find: FindRecord): Promise<void> {
  const name = find('.data/version') ? '.data/version' : 'version';
  const record = find(name);
  if (record === undefined) throw notTorch(source, `it has no record ${prefix}${name}`);
  const version = latin1((await readRecord(source, record)).subarray(0, 40));
  const number = Number(/^\s*\+?([0-9]+)/.exec(version)?.[1]);
  if (!(number >= 1 && number <= 10))
    throw notTorch(source, `its version is ${JSON.stringify(version)}, not 1 to 10`);
}

function notTorch(source: ByteSource, problem: string): PlumbError {
  return new PlumbError({
    code: 'ZIP_NOT_TORCH',
    what: `${source.place} is a ZIP archive, but not one of torch.save: ${problem}.`,
    why: 'torch.save writes one folder with data.pkl, data/ and version in it.',
    remedy: 'If somebody packed the checkpoint, unpack the archive and give the file inside.',
  });
}

/** `torch.export.save`: a graph, and its weights in archives or records of their own. */
function exportedProgram(place: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_EXPORTED_PROGRAM',
    what: `${place} is a program that torch.export saved, not a checkpoint.`,
    why: 'It holds a graph of operations; its weights lie inside in a form that changes between releases.',
    remedy: `Take its weights out: python -c 'import torch; torch.save(torch.export.load(${JSON.stringify(place)}).state_dict, "weights.pt")'`,
  });
}

function describeOddities(records: readonly ZipRecord[], prefix: string, find: FindRecord): string[] {
  const notes: string[] = [];
  const twice = duplicateNames(records);
  if (twice.length > 0)
    notes.push(
      `${twice.length} record names occur more than once (${twice[0]}); the one that PyTorch finds is read.`,
    );
  const outside = records.filter((record) => !record.name.startsWith(prefix));
  if (outside.length > 0)
    notes.push(
      `${outside.length} records lie outside ${prefix} (${outside[0]!.name}); PyTorch does not see them.`,
    );
  if (records.some((record) => record.method !== 0) && !find('constants.pkl'))
    notes.push('Records are compressed, which torch.save never does: the archive was packed again.');
  if (find('constants.pkl'))
    notes.push(
      'A TorchScript archive: torch.load hands it to torch.jit.load, and calling the module runs the program in it. The verdict is that of its pickles.',
    );
  return notes;
}
