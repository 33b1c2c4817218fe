import type { DType } from '@plumb/contract';
import type { PickleValue } from './pickle-value.ts';

export type CheckpointFormat = 'torch-zip' | 'safetensors' | 'safetensors-sharded';

/** One tensor of a state dict. */
export interface TensorEntry {
  /** The key inside the state dict, exactly as saved (prefixes such as `module.` included). */
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Path of the file that holds the data. */
  readonly file: string;
  /** Absolute offset in bytes of the first element in `file`. */
  readonly offset: number;
  /** In elements; contiguous unless a view was saved. */
  readonly stride: readonly number[];
}

/** `safe`: on the allow-list. `unknown`: not on it (a class of the user's project). `dangerous`: known to run code. */
export type Verdict = 'safe' | 'unknown' | 'dangerous';

/** A name that a pickle would import, and what importing or calling it would mean. */
export interface GlobalUse {
  /** `module.name`, as pickle resolves it. */
  readonly name: string;
  readonly verdict: Verdict;
  /** One clause: why. */
  readonly reason: string;
  /** Byte offset of the first opcode that names it, in the pickle `file`. */
  readonly offset: number;
  readonly file: string;
}

/** A file or folder of tensors, with what was saved beside them. Nothing in it was executed. */
export interface Checkpoint {
  readonly path: string;
  readonly format: CheckpointFormat;
  /** Where the state dict was found: `model_state_dict`, `ckpt.model`, or '' for the top level. */
  readonly container: string;
  readonly tensors: readonly TensorEntry[];
  /** Wrapper prefixes that every name carries, outermost first: `module.`, `_orig_mod.`. */
  readonly prefixes: readonly string[];
  /** Everything else that was saved: the top-level object with the state dict left out; safetensors' metadata. */
  readonly data: PickleValue | undefined;
  readonly globals: readonly GlobalUse[];
  readonly verdict: Verdict;
  /** Oddities worth telling: lenient ZIP, several state dicts, shared storages, files not in the index. */
  readonly notes: readonly string[];
  readonly fileBytes: number;
}
