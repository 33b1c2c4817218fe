import { ACTION_SIZE } from '@plumb/contract';
import {
  assignmentsIn,
  childrenOf,
  definedName,
  enclosingFunction,
  findCalls,
  keywordArguments,
  type Literal,
  lineOf,
  literalValue,
  type Node,
  nodesOfType,
  parsePython,
  positionalArguments,
  stringValue,
} from '@plumb/python';
import type { OtherValues } from './explain-protocol.ts';

/** What LIBERO's peers call these values, the most telling name first. */
const NAMES = {
  settleSteps: [
    'num_steps_wait',
    'num_wait_steps',
    'settle_steps',
    'num_settle_steps',
    'warmup_steps',
    'wait_steps',
  ],
  // a table by suite says more than the default of an option
  horizon: [
    'TASK_MAX_STEPS',
    'TASK_SUITE_MAX_STEPS',
    'max_steps',
    'max_episode_steps',
    'episode_length',
    'horizon',
  ],
  replan: ['replan_steps', 'num_open_loop_steps', 'n_action_steps', 'action_chunk_size', 'open_loop_horizon'],
  episodes: [
    'num_trials_per_task',
    'n_eval',
    'num_episodes',
    'n_episodes',
    'num_trials',
    'episodes_per_task',
  ],
} as const;

/** Values of a LIBERO script, with the line that each stands in. What it does not say plainly is absent. */
export interface ScriptValues {
  readonly values: OtherValues;
  readonly lines: Readonly<Partial<Record<keyof OtherValues, number>>>;
}

interface Found {
  readonly value: number;
  readonly line: number;
}

/** Reads how a Python script runs LIBERO: its syntax alone, nothing is executed. */
export async function readScript(text: string, suite: string): Promise<ScriptValues> {
  const tree = await parsePython(text);
  try {
    const root = tree.rootNode;
    const defaults = readDefaults(root, suite);
    const named = (names: readonly string[]) => names.map((name) => defaults.get(name)).find(Boolean);
    const settle = readSettling(root, defaults);
    const horizon = named(NAMES.horizon);
    const seed = readSeed(root, defaults);
    const found: Partial<Record<keyof OtherValues, Found | undefined>> = {
      settleSteps: named(NAMES.settleSteps) ?? settle.steps,
      horizon: horizon && { ...horizon, value: horizon.value - takenOff(root, NAMES.horizon) },
      replan: named(NAMES.replan),
      episodes: named(NAMES.episodes),
      seed: seed?.found,
    };
    const values: Record<string, string> = {};
    const lines: Record<string, number> = {};
    for (const [item, entry] of Object.entries(found)) {
      if (entry === undefined) continue;
      values[item] = String(entry.value);
      lines[item] = entry.line;
    }
    if (settle.action) {
      values.settleAction = `[${settle.action.value.join(', ')}]`;
      lines.settleAction = settle.action.line;
    }
    if (seed) {
      values.seeding = seed.everyEpisode ? 'before every episode' : 'once a task';
      lines.seeding = seed.line;
    }
    return { values, lines };
  } finally {
    tree.delete();
  }
}

/** Numbers by name: assignments, fields of dataclasses, options of argparse; of a table by suite, the suite's own. */
function readDefaults(root: Node, suite: string): Map<string, Found> {
  const found = new Map<string, Found>();
  const note = (name: string, value: Literal | undefined, line: number) => {
    if (typeof value === 'number' && !found.has(name)) found.set(name, { value, line });
  };
  // `elif task_suite_name == "libero_object": max_steps = 280` speaks of its own suite, and comes before any other
  for (const branch of nodesOfType(root, 'if_statement', 'elif_clause')) {
    const condition = branch.childForFieldName('condition');
    const body = branch.childForFieldName('consequence');
    if (!body || !condition || !nodesOfType(condition, 'string').some((node) => stringValue(node) === suite))
      continue;
    for (const { target, value, line } of assignmentsIn(body)) note(target, literalValue(value), line);
  }
  const other = nodesOfType(root, 'elif_clause', 'if_statement').filter((branch) => {
    const condition = branch.childForFieldName('condition');
    return (
      condition && nodesOfType(condition, 'string').some((node) => /^libero_/.test(stringValue(node) ?? ''))
    );
  });
  const within = (line: number) =>
    other.some((branch) => line >= lineOf(branch) && line <= branch.endPosition.row + 1);
  for (const { target, value, line } of assignmentsIn(root))
    if (!within(line)) note(target.replace(/^.*\./, ''), valueFor(value, suite), line);
  for (const call of findCalls(root, 'add_argument')) {
    const option = positionalArguments(call)
      .map(stringValue)
      .find((name) => name?.startsWith('--'));
    const value = literalValue(keywordArguments(call).get('default'));
    if (option) note(option.slice(2).replaceAll('-', '_'), value, lineOf(call));
  }
  for (const parameter of nodesOfType(root, 'default_parameter', 'typed_default_parameter')) {
    const name = parameter.childForFieldName('name')?.text ?? '';
    note(name, literalValue(parameter.childForFieldName('value')), lineOf(parameter));
  }
  return found;
}

/** A literal; of a table by suite the suite's own, also where its keys are members of an enumeration. */
function valueFor(node: Node, suite: string): Literal | undefined {
  if (node.type !== 'dictionary') return literalValue(node);
  const own = childrenOf(node).find((pair) => {
    const key = pair.childForFieldName('key');
    return stringValue(key) === suite || key?.text.toLowerCase().endsWith(`.${suite}`);
  });
  return literalValue(own?.childForFieldName('value'));
}

/** 5 of `range(max_steps - 5)`. */
function takenOff(root: Node, names: readonly string[]): number {
  for (const node of nodesOfType(root, 'binary_operator')) {
    const left = node.childForFieldName('left')?.text ?? '';
    const right = literalValue(node.childForFieldName('right'));
    if (node.childForFieldName('operator')?.text !== '-' || typeof right !== 'number') continue;
    if (names.includes(left.replace(/^.*\./, ''))) return right;
  }
  return 0;
}

/** Steps of a constant action before the policy is asked: `for _ in range(5): env.step(dummy)`, and single ones beside it. */
function readSettling(root: Node, defaults: ReadonlyMap<string, Found>) {
  let steps = 0;
  let action: { value: readonly number[]; line: number } | undefined;
  let line = 0;
  let within: number | undefined;
  for (const call of findCalls(root, 'step')) {
    const given = positionalArguments(call)[0];
    const constant = given && constantAction(given, root);
    if (constant === undefined) continue;
    // a script with two ways of running episodes settles in both
    const place = enclosingFunction(call)?.startIndex;
    within ??= place;
    if (place !== within) continue;
    action ??= { value: constant, line: lineOf(call) };
    line ||= lineOf(call);
    const times = repeats(call, defaults);
    // within `while t < max_steps` its count stands in a name that was looked up already
    if (times !== undefined) steps += times;
  }
  return { steps: steps > 0 ? { value: steps, line } : undefined, action };
}

function constantAction(node: Node, root: Node): readonly number[] | undefined {
  const literal = literalValue(node);
  if (Array.isArray(literal) && literal.length === ACTION_SIZE) return literal as number[];
  if (node.type === 'call') {
    const name = node.childForFieldName('function')?.text ?? '';
    const size = literalValue(childrenOf(node.childForFieldName('arguments')!).at(-1));
    if (/(^|\.)zeros$/.test(name)) {
      const last = Array.isArray(size) ? size.at(-1) : size;
      return last === ACTION_SIZE || Array.isArray(size) || size === undefined
        ? new Array(ACTION_SIZE).fill(0)
        : undefined;
    }
    if (/dummy|noop|no_op/i.test(name)) return returnedAction(name.replace(/^.*\./, ''), root);
    return undefined;
  }
  if (node.type !== 'identifier') return undefined;
  const value = assignmentsIn(root).find(({ target }) => target === node.text)?.value;
  return value && value.text !== node.text ? (repeatedList(value) ?? constantAction(value, root)) : undefined;
}

/** `[0.0] * 6 + [-1.0]`. */
function repeatedList(node: Node): readonly number[] | undefined {
  const [, zero, count, last] =
    /^\[\s*(-?[\d.]+)\s*\]\s*\*\s*(\d)\s*\+\s*\[\s*(-?[\d.]+)\s*\]$/.exec(node.text) ?? [];
  if (zero === undefined || Number(count) + 1 !== ACTION_SIZE) return undefined;
  return [...new Array(Number(count)).fill(Number(zero)), Number(last)];
}

function returnedAction(name: string, root: Node): readonly number[] | undefined {
  const definition = nodesOfType(root, 'function_definition').find(
    (node) => node.childForFieldName('name')?.text === name,
  );
  for (const node of definition ? nodesOfType(definition, 'return_statement') : []) {
    const value = literalValue(childrenOf(node)[0]);
    if (Array.isArray(value) && value.length === ACTION_SIZE) return value as number[];
  }
  return undefined;
}

/** How often a call in loops over `range(…)` is made within an episode; undefined in a loop that does not say. */
function repeats(call: Node, defaults: ReadonlyMap<string, Found>): number | undefined {
  const parent = enclosingLoop(call);
  if (parent?.type !== 'for_statement') return parent === undefined ? 1 : undefined;
  const range = parent.childForFieldName('right');
  const count = range?.type === 'call' ? positionalArguments(range).at(-1) : undefined;
  const value = literalValue(count) ?? defaults.get(count?.text.replace(/^.*\./, '') ?? '')?.value;
  // a loop over episodes or tasks is no settling: the call stands in it once
  const settles = findCalls(parent, 'set_init_state', 'reset').length === 0;
  return settles ? (typeof value === 'number' ? value : undefined) : 1;
}

function enclosingLoop(node: Node): Node | undefined {
  for (let parent = node.parent; parent; parent = parent.parent)
    if (/^(for|while)_statement$/.test(parent.type)) return parent;
  return undefined;
}

function readSeed(root: Node, defaults: ReadonlyMap<string, Found>) {
  const call = findCalls(root, 'env.seed', '_env.seed', 'env.env.seed')[0];
  if (call === undefined) return undefined;
  const given = positionalArguments(call)[0];
  const literal = literalValue(given);
  const name = given?.text.replace(/^.*\./, '') ?? '';
  const line = lineOf(call);
  const value = typeof literal === 'number' ? literal : defaults.get(name)?.value;
  const loop = enclosingLoop(call);
  // in the loop that sets init states, or in the reset of an environment of one's own
  const definition = enclosingFunction(call);
  const ownReset = definition !== undefined && definedName(definition) === 'reset';
  const sets = findCalls(root, 'set_init_state');
  const everyEpisode = ownReset
    ? findCalls(definition, 'set_init_state').length > 0
    : loop !== undefined && sets.some((set) => enclosingLoop(set)?.startIndex === loop.startIndex);
  return { line, everyEpisode, found: value === undefined ? undefined : { value, line } };
}
