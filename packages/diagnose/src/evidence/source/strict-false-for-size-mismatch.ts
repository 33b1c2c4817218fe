import { findCalls, type Node } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { filtersByShape, looseLoads } from './strict-false.ts';
import { ancestorsOf, caughtBy, stringsIn } from './syntax.ts';

const id = 'strict-false-for-size-mismatch';

/**
 * `strict=False` as the answer to a size mismatch. PyTorch then skips missing and unexpected keys, but still raises for
 * a shape that differs (`Module.load_state_dict` collects it in `error_msgs` either way).
 */
export const strictFalseForSizeMismatch = perModule(id, /load_state_dict/, (module) =>
  looseLoads(module.root).flatMap((call) => {
    const reaction = reactionAround(call);
    if (!reaction || filtersByShape(call)) return [];
    return [detectionAt(id, module, call, { reaction })];
  }),
);

function reactionAround(call: Node): string | undefined {
  for (const around of ancestorsOf(call)) {
    if (around.type === 'if_statement' || around.type === 'elif_clause') {
      const condition = around.childForFieldName('condition');
      if (condition && stringsIn(condition).some((text) => /size mismatch/i.test(text)))
        return "if 'size mismatch'";
    }
    if (around.type === 'except_clause' && follows(around)) {
      return `except ${caughtBy(around).join(', ')}`.trim();
    }
  }
  return undefined;
}

/** Whether the clause answers a strict load. */
function follows(clause: Node): boolean {
  const caught = caughtBy(clause);
  const fits =
    caught.length === 0 || caught.some((name) => /^(RuntimeError|Exception|BaseException)$/.test(name));
  const body = clause.parent?.childForFieldName('body');
  if (!fits || !body) return false;
  const loads = findCalls(body, 'load_state_dict');
  return loads.length > 0 && loads.length > looseLoads(body).length;
}
