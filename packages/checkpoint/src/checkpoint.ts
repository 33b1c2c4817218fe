import type { DType } from '@plumb/contract';
import type { PickleValue } from './pickle-value.ts';

export type CheckpointFormat =
  | 'torch-zip'
  | 'torch-legacy'
  | 'torch-sharded'
  | 'safetensors'
  | 'safetensors-sharded'
  | 'npy'
  | 'npz'
  | 'gguf';

/** One tensor of a state dict. */
export interface TensorEntry {
  /** The key inside the state dict, exactly as saved (prefixes such as `module.` included). */
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Path or address of the file that holds the data; `openSource` opens it. */
  readonly file: string;
  /** Absolute offset in bytes of the first element in `file`; -1 where the file holds no such bytes (meta, compressed). */
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
  /** The versions of the modules, by their names, that `state_dict()` hangs on its result (`_metadata`). */
  readonly moduleVersions?: PickleValue;
  readonly globals: readonly GlobalUse[];
  readonly verdict: Verdict;
  /** Oddities worth telling: lenient ZIP, several state dicts, shared storages, files not in the index. */
  readonly notes: readonly string[];
  readonly fileBytes: number;
  /** The model folder that the checkpoint was found in, where a folder was given. */
  readonly folder?: ModelFolder;
  /** The adapter that the checkpoint is, or that lies beside it. */
  readonly adapter?: Adapter;
}

/** What lies beside the weights in a folder as Hugging Face's libraries write it. */
export interface ModelFolder {
  readonly place: string;
  /** `config.json`, as it is; undefined where there is none. */
  readonly config: unknown;
  readonly files: readonly { readonly name: string; readonly role: string }[];
}

/** A LoRA or another adapter of PEFT's, by its `adapter_config.json`. */
export interface Adapter {
  readonly place: string;
  /** `LORA`, … */
  readonly kind: string;
  /** As the config names it: `org/model`, or a path of the machine that trained it. */
  readonly base: string | undefined;
  readonly rank: number | undefined;
  readonly alpha: number | undefined;
  /** Names or a pattern, as configured. */
  readonly targetModules: readonly string[] | string | undefined;
  /** Tensors of the base that it changes or replaces. */
  readonly touches: readonly string[];
  /** Of these, the ones that the base lacks; undefined where no base lies beside the adapter. */
  readonly missing: readonly string[] | undefined;
}
