import { childrenOf, type Node, nodesOfType } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, perModule } from './detector.ts';
import { assignmentsTo, givesUp, scopeOf, speaks } from './syntax.ts';

const id = 'default-config-substituted';

/** A checkpoint without a (recognised) config gets the defaults, and the weights meet a net of another shape. */
export const defaultConfigSubstituted = perModule(id, /\b[A-Z]\w*Config\(\s*\)/, (module) => [
  ...nodesOfType(module.root, 'if_statement').flatMap((test) => replacedInBranch(test, module)),
  ...nodesOfType(module.root, 'boolean_operator').flatMap((either) => replacedByOr(either, module)),
]);

/** `if not isinstance(cfg, ModelConfig): cfg = ModelConfig()` */
function replacedInBranch(test: Node, module: Module): Detection[] {
  const condition = test.childForFieldName('condition');
  const block = test.childForFieldName('consequence');
  const tested = condition && testedName(condition);
  if (!block || !tested || givesUp(block) || !comesFromCheckpoint(tested, test)) return [];
  return nodesOfType(block, 'assignment')
    .filter(
      (node) => node.childForFieldName('left')?.text === tested && isDefault(node.childForFieldName('right')),
    )
    .map((node) =>
      detectionAt(id, module, node, {
        config: node.childForFieldName('right')!.text,
        announced: speaks(block),
      }),
    );
}

/** `cfg = checkpoint.get("config") or ModelConfig()` */
function replacedByOr(either: Node, module: Module): Detection[] {
  const [left, right] = [either.childForFieldName('left'), either.childForFieldName('right')];
  const isOr = either.childForFieldName('operator')?.text === 'or';
  if (!isOr || !left || !isDefault(right) || !readsConfig(left)) return [];
  return [detectionAt(id, module, either, { config: right!.text, announced: false })];
}

/** The name whose absence or type is tested. */
function testedName(condition: Node): string | undefined {
  const text = condition.text.replace(/\s+/g, ' ').replace(/^\((.*)\)$/, '$1');
  return (
    /^(\w+) is None$/.exec(text)?.[1] ??
    /^not (\w+)$/.exec(text)?.[1] ??
    /^not isinstance\((\w+), .+\)$/.exec(text)?.[1]
  );
}

/** `ModelConfig()`: a class named for a config, with nothing given. */
function isDefault(value: Node | null): boolean {
  return value?.type === 'call' && /(^|\.)[A-Z]\w*Config\(\s*\)$/.test(value.text);
}

function comesFromCheckpoint(name: string, at: Node): boolean {
  return assignmentsTo(scopeOf(at), name).some(
    ({ value }) => value.startIndex < at.startIndex && readsConfig(value),
  );
}

/** `checkpoint.get("config", None)`, `ckpt["cfg"]`, `getattr(ckpt, "config", None)` */
function readsConfig(value: Node): boolean {
  const reads = value.type === 'call' || value.type === 'subscript' ? value : childrenOf(value)[0];
  return !!reads && /(\.get\(|\[|getattr\(\w+,)\s*["']\w*(config|cfg)["']/i.test(reads.text);
}
