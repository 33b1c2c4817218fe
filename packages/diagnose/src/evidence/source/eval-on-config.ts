import { lineOf, literalValue, nodesOfType, positionalArguments } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';

const id = 'eval-on-config';

/**
 * Python's own `eval` on text that the program was given: a task file or config from elsewhere is then code. One
 * detection a file.
 */
export const evalOnConfig = perModule(id, /(^|[^.\w])eval\(/m, (module) => {
  const calls = nodesOfType(module.root, 'call').filter((call) => {
    const callee = call.childForFieldName('function');
    const [text] = positionalArguments(call);
    // model.eval() is a method and takes nothing
    return (
      callee?.type === 'identifier' && callee.text === 'eval' && text && literalValue(text) === undefined
    );
  });
  const [first] = calls;
  if (!first) return [];
  const argument = positionalArguments(first)[0]!.text.slice(0, 80);
  return [
    detectionAt(id, module, first, { argument, count: calls.length, lines: calls.map(lineOf).join(', ') }),
  ];
});
