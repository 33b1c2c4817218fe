import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { isKind } from '../calls/argument.ts';
import type { PickleDict, PickleValue } from '../pickle-value.ts';
import { keysOfContainer } from './carry-data.ts';
import type { OutputFile, OutputStorage, OutputTensor, Part } from './output-plan.ts';
import { type PickleItem, writePickle } from './write-pickle.ts';
import { CRC_AT, centralDirectory, localHeader, type ZipRecordPlan } from './write-zip.ts';

/** What goes into a file beside the tensors. */
export interface Surroundings {
  /** Keys to the state dict, joined by dots; '' for the top level. */
  readonly container: string;
  /** Entries of the state dict that are no tensors. */
  readonly inside: PickleDict['entries'];
  /** `_metadata` of the state dict. */
  readonly versions: PickleValue | undefined;
  /** What the state dict is placed in. */
  readonly around: PickleValue | undefined;
}

/**
 * The plan of an archive that `torch.load(weights_only=True)` opens: an OrderedDict of tensors under the keys of
 * `container`, one record a storage. Tensors of one storage share a record, and are shared again when loaded.
 */
export function planTorchZip(
  path: string,
  tensors: readonly OutputTensor[],
  surroundings: Surroundings,
): OutputFile {
  const storages = [...new Set(tensors.map((tensor) => tensor.storage))];
  const keys = new Map(storages.map((storage, i) => [storage, String(i)]));
  const pickle = writePickle(contain(tensors, surroundings), keys);
  const builder = new ArchiveBuilder(`${archiveName(path)}/`);
  builder.small('data.pkl', pickle);
  builder.small('byteorder', Buffer.from('little'));
  const bodies = storages.map((storage) => builder.body(`data/${keys.get(storage)}`, storage));
  builder.small('version', Buffer.from('3\n'));
  return builder.finish(path, bodies);
}

/** torch names the archive after the file, without its last ending. */
function archiveName(path: string): string {
  return basename(path).replace(/\.[^.]*$/, '') || 'archive';
}

function contain(
  tensors: readonly OutputTensor[],
  { container, inside, around, versions }: Surroundings,
): PickleItem {
  const state: PickleItem = {
    kind: 'dict',
    className: 'collections.OrderedDict',
    entries: [...tensors.map((tensor) => [tensor.name, tensor] as const), ...inside],
    ...(versions === undefined ? {} : { state: versions }),
  };
  return place(state, keysOfContainer(container), around);
}

/** The state dict comes first in what it had around it; a list keeps its places. */
function place(
  state: PickleItem,
  [key, ...deeper]: readonly string[],
  around: PickleValue | undefined,
): PickleItem {
  if (key === undefined) return state;
  if ((isKind(around, 'list') || isKind(around, 'tuple')) && around.items[Number(key)] !== undefined) {
    const items = around.items.map((item, i) => (i === Number(key) ? place(state, deeper, item) : item));
    return { kind: around.kind, items };
  }
  const entries = isKind(around, 'dict') ? around.entries : [];
  const there = entries.find(([name]) => name === key)?.[1];
  return {
    kind: 'dict',
    className: isKind(around, 'dict') ? around.className : 'dict',
    entries: [[key, place(state, deeper, there)], ...entries.filter(([name]) => name !== key)],
  };
}

class ArchiveBuilder {
  private readonly head: Part[] = [];
  private readonly records: ZipRecordPlan[] = [];
  /** CRC-32 of a record, or the index of the body that it belongs to. */
  private readonly crcs: ({ readonly crc: number } | { readonly body: number })[] = [];
  private bodies = 0;
  private at = 0;
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  small(name: string, bytes: Uint8Array): void {
    const crc = crc32(bytes);
    const plan = this.header(name, bytes.length, crc);
    this.head.push({ position: plan.dataAt, bytes });
    this.crcs.push({ crc });
  }

  body(name: string, storage: OutputStorage) {
    const plan = this.header(name, storage.bytes, 0);
    this.crcs.push({ body: this.bodies++ });
    return { position: plan.dataAt, storage };
  }

  private header(name: string, bytes: number, crc: number): ZipRecordPlan {
    const { header, plan } = localHeader(this.prefix + name, bytes, this.at);
    header.writeUInt32LE(crc, CRC_AT);
    this.head.push({ position: this.at, bytes: header });
    this.records.push(plan);
    this.at = plan.dataAt + bytes;
    return plan;
  }

  finish(path: string, bodies: OutputFile['bodies']): OutputFile {
    const position = this.at;
    const unknown = this.records.map(() => 0);
    const bytes = position + centralDirectory(this.records, unknown, position).length;
    const tail = (found: readonly number[]): Part[] => {
      const crcs = this.crcs.map((known) => ('crc' in known ? known.crc : found[known.body]!));
      const patches = this.records.flatMap(({ headerAt }, i) => {
        if ('crc' in this.crcs[i]!) return [];
        const patch = Buffer.alloc(4);
        patch.writeUInt32LE(crcs[i]!);
        return [{ position: headerAt + CRC_AT, bytes: patch }];
      });
      return [...patches, { position, bytes: centralDirectory(this.records, crcs, position) }];
    };
    return { path, bytes, head: this.head, bodies, tail };
  }
}
