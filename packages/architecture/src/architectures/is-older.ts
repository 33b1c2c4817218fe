import { isBefore } from '../version-order.ts';
import type { Libraries } from './decoder.ts';

/** Whether the release lies before `major.minor`. One that nothing names is the newest. */
export function isOlder({ transformers }: Libraries, release: `${number}.${number}`): boolean {
  return transformers !== undefined && isBefore(transformers, release);
}
