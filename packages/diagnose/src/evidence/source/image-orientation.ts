import { nodesOfType, stringValue } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';
import { type FlipName, flipOf, nameOfFlip } from './flips.ts';
import { Functions, flipsOf, pictureReads } from './picture-flow.ts';
import { publishedDataIn } from './published-data.ts';

const id = 'image-orientation';

/** LIBERO's main camera, as its environments name it. */
const ENVIRONMENT_KEY = /^agentview_(image|rgb)$/;
/** The same in HDF5 demonstrations and LeRobot data sets. */
const DATA_KEY =
  /^(obs\/)?agentview_rgb$|^observation\.images?(\.(image|top|agentview|agentview_rgb|front|base))?$/;
/** A policy's own code reads the same keys from demonstrations. */
const RUNS_ENVIRONMENT = /OffScreenRenderEnv|get_libero_env|env\w*\.(step|reset|set_init_state)\(/i;

/**
 * How a picture is turned on its way to the policy: `flip` `none`, `180`, `vertical` or `horizontal`, for an evaluation
 * (`side`) and for a data set's code, with the published set that it names (`data`) and how that is `stored`. LIBERO
 * renders with the first row at the bottom.
 */
export const imageOrientation: SourceDetector = {
  id,
  contains: /agentview|observation\.image|::-1|flip|rot90|libero/,
  detect(modules) {
    const functions = new Functions(modules);
    return modules.flatMap((module) =>
      isDataset(module) ? ofDataset(module) : ofEvaluation(module, functions),
    );
  },
};

function isDataset({ root, text }: Module): boolean {
  if (!text.includes('Dataset')) return false;
  return nodesOfType(root, 'class_definition').some((node) =>
    /Dataset/.test(node.childForFieldName('superclasses')?.text ?? ''),
  );
}

/** The first place where the policy's picture is read; a turn anywhere on the way counts. */
function ofEvaluation(module: Module, functions: Functions): Detection[] {
  if (!module.text.includes('agentview') || !RUNS_ENVIRONMENT.test(module.text)) return [];
  const seen = pictureReads(module, (key) => ENVIRONMENT_KEY.test(key)).flatMap((read) => {
    const flips = [...new Set(flipsOf(read, functions).map(nameOfFlip))];
    return flips.length > 0 ? [{ read, flip: strongest(flips) }] : [];
  });
  const told = seen.find(({ flip }) => flip !== 'none') ?? seen[0];
  return told ? [detectionAt(id, module, told.read, { flip: told.flip, side: 'evaluation' })] : [];
}

function strongest(flips: readonly FlipName[]): FlipName {
  return (['180', 'vertical', 'horizontal'] as const).find((each) => flips.includes(each)) ?? 'none';
}

/** Code of a data set hands out what is stored, unless it turns it. */
function ofDataset(module: Module): Detection[] {
  // a key of a dictionary that is being filled is written, not read
  const key = nodesOfType(module.root, 'string').find(
    (node) => DATA_KEY.test(stringValue(node) ?? '') && node.parent?.type !== 'pair',
  );
  if (!key) return [];
  const turns = nodesOfType(module.root, 'subscript', 'call').flatMap((node) => {
    const turn = flipOf(node);
    return turn && /im(g|age)|frame|rgb|pixel|view/i.test(turn.picture.text) ? [nameOfFlip(turn.flip)] : [];
  });
  const data = publishedDataIn(module);
  return [detectionAt(id, module, key, { flip: strongest(turns), side: 'training', ...data })];
}
