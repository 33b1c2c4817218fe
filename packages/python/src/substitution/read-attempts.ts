import { childrenOf, type Node, nodesOfType } from '../parse.ts';
import { argumentOf } from '../syntax/calls.ts';
import { lastName } from '../syntax/dotted-name.ts';
import { namesOfImport } from '../syntax/imports.ts';
import { assignmentsIn, enclosingFunction } from '../syntax/scopes.ts';
import { type Loader, type LoaderContext, loaderIn } from './read-loader.ts';
import type { SubstitutedKind } from './substitution.ts';

/** Something that the body of a `try` wants to have. */
export interface Attempt {
  readonly how: 'assigns' | 'loads-into' | 'returns' | 'imports';
  readonly what: SubstitutedKind;
  /** `self.model`; for `returns` the word itself. */
  readonly target: string;
  readonly node: Node;
  readonly loader: Loader | undefined;
  /** The expression that names what is wanted. */
  readonly subject: Node | undefined;
}

/** State of a training run, not of the model: a missing one costs nothing at evaluation. */
const NOT_A_MODEL = /optim|sched|scaler|sampler|^ema$|loader|logger|metric/i;
const WEIGHTS_NAME = /state_?dict|ckpt|checkpoint|weights|params|^sd$/i;
const MODEL_NAME =
  /(Model|Net|Network|Encoder|Decoder|Backbone|Policy|Transformer|VLA|VLM|Tokenizer|Processor|For[A-Z]\w+)$/;

/** What the body of a `try` builds, loads or imports; functions defined in it don't run there. */
export function readAttempts(tryStatement: Node, context: LoaderContext): Attempt[] {
  const body = tryStatement.childForFieldName('body');
  if (!body) return [];
  const scope = enclosingFunction(tryStatement)?.id;
  const here = (node: Node) => enclosingFunction(node)?.id === scope;
  const attempts: Attempt[] = [];
  for (const { target, value } of assignmentsIn(body)) {
    const loader = here(value) ? loaderIn(value, context) : undefined;
    if (!loader || NOT_A_MODEL.test(target)) continue;
    const what = kindAt(loader, target);
    if (what === undefined) continue;
    attempts.push({ how: 'assigns', what, target, node: value, loader, subject: loader.subject });
  }
  for (const call of nodesOfType(body, 'call')) {
    const callee = call.childForFieldName('function');
    if (!here(call) || lastName(callee) !== 'load_state_dict') continue;
    const target = callee?.childForFieldName('object')?.text;
    if (!target || NOT_A_MODEL.test(target)) continue;
    const state = argumentOf(call, 'state_dict', 0);
    const from = attempts.find((attempt) => attempt.target === state?.text)?.subject ?? state;
    attempts.push({
      how: 'loads-into',
      what: 'weights',
      target,
      node: call,
      loader: undefined,
      subject: from,
    });
  }
  for (const statement of nodesOfType(body, 'return_statement')) {
    const [value] = childrenOf(statement);
    const loader = value && here(statement) ? loaderIn(value, context) : undefined;
    if (!loader) continue;
    attempts.push({
      how: 'returns',
      what: loader.what,
      target: 'return',
      node: statement,
      loader,
      subject: loader.subject,
    });
  }
  for (const statement of nodesOfType(body, 'import_from_statement')) {
    if (!here(statement)) continue;
    for (const [target, full] of namesOfImport(statement)) {
      if (!MODEL_NAME.test(full)) continue;
      attempts.push({
        how: 'imports',
        what: 'import',
        target,
        node: statement,
        loader: undefined,
        subject: undefined,
      });
    }
  }
  return attempts;
}

/** `torch.load` and the hub's downloads bring anything; only the name tells whether it was weights. */
function kindAt(loader: Loader, target: string): SubstitutedKind | undefined {
  const name = target.split('.').at(-1) ?? target;
  if (loader.what === 'weights') return WEIGHTS_NAME.test(name) ? 'weights' : undefined;
  if (loader.what !== 'model') return loader.what;
  if (/tokenizer/i.test(name)) return 'tokenizer';
  if (/processor|feature_extractor|preprocess/i.test(name)) return 'processor';
  return /config|cfg/i.test(name) || /Config\b/.test(loader.callee) ? undefined : 'model';
}
