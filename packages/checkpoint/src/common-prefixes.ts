/** Prefixes that wrappers put before every name: DataParallel and DDP, torch.compile, Lightning, FSDP. */
const WRAPPERS = ['module.', '_orig_mod.', '_fsdp_wrapped_module.', '_forward_module.'];

/** The wrapper prefixes that every name carries, outermost first. */
export function commonPrefixes(names: readonly string[]): string[] {
  const prefixes: string[] = [];
  for (let done = 0; names.length > 0; ) {
    const next = WRAPPERS.find((wrapper) => names.every((name) => name.startsWith(wrapper, done)));
    if (next === undefined) break;
    prefixes.push(next);
    done += next.length;
  }
  return prefixes;
}
