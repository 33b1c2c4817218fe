import { type Checkpoint, dictGet } from '@plumb/checkpoint';

/** The versions of modules as `state_dict()` hangs them on its result, for `predictLoad`; safetensors has none. */
export function moduleVersionOf({ moduleVersions }: Checkpoint): (path: string) => number | undefined {
  const metadata = dictGet(moduleVersions, '_metadata');
  return (path) => {
    const version = dictGet(dictGet(metadata, path), 'version');
    return typeof version === 'number' ? version : undefined;
  };
}
