import { literalValue, nodesOfType, positionalArguments } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';

const id = 'eval-on-config';

/** Python's own `eval` on text that the program was given: a task file or config from elsewhere is then code. */
export const evalOnConfig = perModule(id, ['eval('], (module) =>
  nodesOfType(module.root, 'call').flatMap((call) => {
    const callee = call.childForFieldName('function');
    const [text] = positionalArguments(call);
    // model.eval() is a method and takes nothing
    if (callee?.type !== 'identifier' || callee.text !== 'eval' || !text) return [];
    if (literalValue(text) !== undefined) return [];
    return [detectionAt(id, module, call, { argument: text.text.slice(0, 80) })];
  }),
);
