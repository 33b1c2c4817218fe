import { childrenOf, type Node, nodesOfType, positionalArguments, stringValue } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, perModule } from './detector.ts';
import { ancestorsOf, methodOf, namesIn, speaks } from './syntax.ts';

const id = 'wrist-view-substituted';

const WRIST = /wrist|eye_in_hand|hand_(image|rgb|cam)/i;
const MAIN = /agent|main|third|front|primary|top_(image|rgb|cam)|base_(image|rgb|cam)|exterior/i;

/** Where there is no wrist view, the policy gets the main view a second time: `from`, `to`. */
export const wristViewSubstituted = perModule(id, /wrist|eye_in_hand|hand_(image|rgb|cam)/i, (module) => [
  ...nodesOfType(module.root, 'conditional_expression').flatMap((node) => conditional(node, module)),
  ...nodesOfType(module.root, 'assignment').flatMap((node) => inBranch(node, module)),
  ...nodesOfType(module.root, 'call').flatMap((node) => asDefault(node, module)),
]);

/** `wrist_img = transform(wrist) if wrist is not None else agent_img` */
function conditional(node: Node, module: Module): Detection[] {
  const [wrist, condition, other] = childrenOf(node);
  if (!wrist || !condition || !other || !WRIST.test(wrist.text) || !WRIST.test(condition.text)) return [];
  // both views in one place: a number of cameras is chosen, none is replaced
  if ([...namesIn(wrist)].some((name) => MAIN.test(name) && !WRIST.test(name))) return [];
  return isMainView(other) ? [detectionAt(id, module, node, details(other, wrist, node))] : [];
}

/** `if wrist is None: wrist = main.clone()` */
function inBranch(node: Node, module: Module): Detection[] {
  const [target, value] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (
    !target ||
    !value ||
    !WRIST.test(target.text) ||
    (value.type === 'conditional_expression' && WRIST.test(value.text))
  )
    return [];
  const test = ancestorsOf(node).find(({ type }) => type === 'if_statement');
  const condition = test?.childForFieldName('condition');
  if (!condition || !WRIST.test(condition.text) || !isMainView(value)) return [];
  return [detectionAt(id, module, node, details(value, target, node))];
}

/** `obs.get("wrist_image", obs["agentview_image"])`, or a helper that takes what to use instead. */
function asDefault(call: Node, module: Module): Detection[] {
  const [key, other, ...rest] = positionalArguments(call);
  const name = stringValue(key);
  if (!name || !WRIST.test(name) || !other || rest.length > 0 || !isMainView(other)) return [];
  if (!/get|load|read|fetch/i.test(methodOf(call))) return [];
  return [detectionAt(id, module, call, details(other, key!, call))];
}

/** Reads a main view and no wrist view. */
function isMainView(value: Node): boolean {
  const names = [...namesIn(value), ...nodesOfType(value, 'string').map(({ text }) => text)];
  return (
    names.some((name) => MAIN.test(name)) && !WRIST.test(value.text) && !/zeros|empty|full/.test(value.text)
  );
}

function details(from: Node, to: Node, at: Node): Detection['details'] {
  const block = ancestorsOf(at).find(({ type }) => type === 'block');
  const short = (node: Node) =>
    (node.type === 'conditional_expression' ? childrenOf(node)[0]! : node).text.slice(0, 60);
  return {
    from: short(from),
    to: short(to),
    announced: !!block && speaks(block) && block.parent?.type === 'if_statement',
  };
}
