import type { Checkpoint, PickleDict, PickleObject, PickleValue } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';

/** The checkpoint as it would be with these names and shapes; the data behind them is not looked at. */
export function withTensors(checkpoint: Checkpoint, tensors: readonly TensorShape[]): Checkpoint {
  const like = checkpoint.tensors[0];
  return {
    ...checkpoint,
    prefixes: [],
    tensors: tensors.map(({ name, shape }) => ({
      name,
      shape,
      dtype: like?.dtype ?? 'float32',
      // where a config beside the weights is looked for
      file: like?.file ?? checkpoint.path,
      offset: 0,
      stride: [],
    })),
  };
}

/** The checkpoint with another `config.language.model_name`; undefined where none is saved. */
export function withLanguageModel(checkpoint: Checkpoint, name: string): Checkpoint | undefined {
  const data = replaceName(checkpoint.data, ['language', 'model_name'], name);
  return data === undefined ? undefined : { ...checkpoint, data };
}

type Fields = PickleDict | PickleObject;

function isFields(value: PickleValue | undefined): value is Fields {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && /^(?:dict|object)$/.test(value.kind)
  );
}

/** The first field `path` below any top-level value, replaced in a copy. */
function replaceName(
  value: PickleValue | undefined,
  path: readonly string[],
  name: string,
): PickleValue | undefined {
  if (!isFields(value)) return undefined;
  for (const [key, child] of fieldsOf(value)) {
    const changed = replaceAt(child, path, name);
    if (changed !== undefined) return withField(value, key, changed);
  }
  return undefined;
}

function replaceAt(
  value: PickleValue | undefined,
  path: readonly string[],
  name: string,
): PickleValue | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return name;
  if (!isFields(value)) return undefined;
  const entry = fieldsOf(value).find(([key]) => key === first);
  const changed = entry && replaceAt(entry[1], rest, name);
  return changed === undefined ? undefined : withField(value, first, changed);
}

/** A dict's entries, or what BUILD would have set on an object. */
function fieldsOf(value: Fields): readonly [key: PickleValue, value: PickleValue][] {
  if (value.kind === 'dict') return value.entries;
  return isFields(value.state) ? fieldsOf(value.state) : [];
}

function withField(value: Fields, key: PickleValue, changed: PickleValue): Fields {
  if (value.kind === 'object' && isFields(value.state))
    return { ...value, state: withField(value.state, key, changed) };
  if (value.kind === 'object') return value;
  const entries = value.entries.map(([name, item]): [PickleValue, PickleValue] => [
    name,
    name === key ? changed : item,
  ]);
  return { ...value, entries };
}
