import { isKind } from '../calls/argument.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { OutputFormat } from './convert-checkpoint.ts';

/** safetensors' own metadata go along; they are strings. */
export function safetensorsMetadata({ format, data }: Checkpoint): Record<string, string> {
  if (format !== 'safetensors' || !isKind(data, 'dict')) return {};
  const strings = data.entries.filter(
    (entry): entry is [string, string] => typeof entry[0] === 'string' && typeof entry[1] === 'string',
  );
  return Object.fromEntries(strings);
}

/** What writers of safetensors add by themselves. */
const WRITTEN_ANEW: ReadonlySet<string> = new Set(['format', 'total_size']);

/** What was saved beside the tensors and does not go along, by its keys. */
export function describeLoss(checkpoint: Checkpoint, format: OutputFormat): string[] {
  const { data } = checkpoint;
  if (data === undefined) return [];
  const kept = format === 'safetensors' ? Object.keys(safetensorsMetadata(checkpoint)).length : 0;
  if (!isKind(data, 'dict')) return ['What was saved beside the tensors is left out.'];
  const keys = data.entries.map(([key]) => String(typeof key === 'object' ? '…' : key));
  if (keys.length <= kept || keys.every((key) => WRITTEN_ANEW.has(key))) return [];
  const list = `${keys.slice(0, 8).join(', ')}${keys.length > 8 ? `, and ${keys.length - 8} more` : ''}`;
  return [`Left out, since only tensors are written: ${list}.`];
}
