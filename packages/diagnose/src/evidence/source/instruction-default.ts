import {
  definedName,
  enclosingClass,
  enclosingFunction,
  type Node,
  nodesOfType,
  positionalArguments,
  stringValue,
} from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { publishedDataIn } from './published-data.ts';
import { methodOf, ownNodes, receiverOf, scopeOf } from './syntax.ts';

const id = 'instruction-default';

const INSTRUCTION =
  /^(observation\/)?(language_instruction|instruction|language|lang|prompt|task|task_description)s?$/;
const SAMPLE =
  /^(self\.)?_?(sample|item|row|example|batch|data|episode|ep|frame|step|obs|observation|traj|record|entry)s?$/;

/**
 * A dataset's instruction is read with a constant to fall back on. Where the field has another name (LeRobot keeps a
 * `task_index`), every sample gets that same sentence, and the policy learns to ignore language.
 */
export const instructionDefault = perModule(
  id,
  /\.get\(\s*["'][\w/]*(instruction|language|lang|prompt|task)/,
  (module) =>
    nodesOfType(module.root, 'call').flatMap((call) => {
      const [key, value] = positionalArguments(call);
      const [name, sentence] = [stringValue(key), stringValue(value)];
      if (methodOf(call) !== 'get' || !name || !INSTRUCTION.test(name) || !sentence?.trim()) return [];
      if (!SAMPLE.test(receiverOf(call)?.text ?? '') || !isDataset(call)) return [];
      const before = keysReadBefore(call).join(', ');
      return [
        detectionAt(id, module, call, {
          key: name,
          default: sentence,
          ...(before ? { after: before } : {}),
          ...dataOf(module),
        }),
      ];
    }),
);

/** The published set that the file reads: LeRobot's have a `task_index` and no sentence. */
function dataOf(module: Module): { data?: string } {
  const published = publishedDataIn(module);
  return published ? { data: published.data } : {};
}

function isDataset(call: Node): boolean {
  const method = enclosingFunction(call);
  const holder = enclosingClass(call);
  return (
    /getitem|collate|sample|transform|load|process|iter|batch/i.test(method ? definedName(method) : '') ||
    /Dataset|Loader|Sampler/.test(
      `${holder ? definedName(holder) : ''} ${holder?.childForFieldName('superclasses')?.text ?? ''}`,
    )
  );
}

/** Other fields that were tried first in this function. */
function keysReadBefore(call: Node): string[] {
  return ownNodes(scopeOf(call), 'call')
    .filter((each) => each.endIndex <= call.startIndex && methodOf(each) === 'get')
    .map((each) => stringValue(positionalArguments(each)[0]) ?? '')
    .filter((name) => INSTRUCTION.test(name));
}
