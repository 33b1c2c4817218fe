import { decodeMessage, encodeMessage, VLA_EVAL_ARRAYS } from './msgpack.ts';

/** `src/vla_eval/protocol/messages.py`. */
export const VLA_EVAL_PROTOCOL = 1;

export type VlaEvalType = 'hello' | 'observation' | 'action' | 'episode_start' | 'episode_end' | 'error';

const TYPES: readonly string[] = ['hello', 'observation', 'action', 'episode_start', 'episode_end', 'error'];

export interface VlaEvalMessage {
  readonly type: VlaEvalType;
  readonly payload: Readonly<Record<string, unknown>>;
  /** An answer carries its question's. */
  readonly seq: number;
}

export function encodeVlaEval({ type, payload, seq }: VlaEvalMessage): Buffer {
  return encodeMessage({ type, payload, seq, timestamp: Date.now() / 1000 }, VLA_EVAL_ARRAYS);
}

/** Throws an Error that says what is wrong with the bytes. */
export function decodeVlaEval(frame: Uint8Array): VlaEvalMessage {
  const raw = decodeMessage(frame, VLA_EVAL_ARRAYS);
  if (typeof raw !== 'object' || raw === null) throw new Error('a message that is no map');
  const { type, payload, seq } = raw as Record<string, unknown>;
  if (typeof type !== 'string' || !TYPES.includes(type))
    throw new Error(`a message of type ${JSON.stringify(type)}`);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw new Error('a message whose payload is no map');
  if (!Number.isSafeInteger(seq)) throw new Error('a message without a sequence number');
  return { type: type as VlaEvalType, payload: payload as Record<string, unknown>, seq: seq as number };
}
