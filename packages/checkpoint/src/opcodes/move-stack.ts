import type { PickleMachine } from '../pickle-machine.ts';
import { latin1, parseDecimal } from '../read-python-text.ts';
import type { OpcodeTable } from './opcode-table.ts';

function textIndex(machine: PickleMachine): number {
  const index = parseDecimal(latin1(machine.line()));
  if (index === undefined || index < 0n) machine.fail('a memo entry without a number');
  // the map takes any key, but two that a double cannot tell apart must not meet
  if (index > BigInt(Number.MAX_SAFE_INTEGER)) machine.fail(`memo entry ${index}`);
  return Number(index);
}

/** Removes the value on top, or the mark where nothing lies on it. */
function pop(machine: PickleMachine): void {
  if (machine.marks.length > 0 && machine.fence === machine.stack.length) machine.marks.pop();
  else machine.pop();
}

export const STACK: OpcodeTable = {
  MARK: (m) => m.pushMark(),
  POP: pop,
  POP_MARK: (m) => {
    m.popMark();
  },
  DUP: (m) => {
    m.countUse(m.top());
    m.push(m.top());
  },
  GET: (m) => m.recall(textIndex(m)),
  BINGET: (m) => m.recall(m.uint8()),
  LONG_BINGET: (m) => m.recall(m.uint32()),
  PUT: (m) => m.remember(textIndex(m)),
  BINPUT: (m) => m.remember(m.uint8()),
  LONG_BINPUT: (m) => m.remember(m.uint32()),
  MEMOIZE: (m) => m.remember(m.memoSize),
  PROTO: (m) => m.setProtocol(m.uint8()),
  FRAME: (m) => m.enterFrame(m.uint64()),
  STOP: (m) => {
    m.stopped = true;
  },
};
