import { importedNames, lineOf, nodesOfType, type SourceTree } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';
import { type ImagePipeline, imagePipelines, innerNormalisations } from './image-pipelines.ts';
import { importedFiles } from './imported-files.ts';

const id = 'image-normalisation';

/** The files of a model are far fewer; a script that imports half a library says nothing about it. */
const MAX_IMPORTS = 60;

interface Side {
  readonly module: Module;
  readonly pipelines: readonly ImagePipeline[];
  /** What all pipelines of the file do; a file with several ways tells nothing. */
  readonly normalises: string;
}

/**
 * Evaluation scripts that normalise pictures otherwise than the training data's code (`train`, `eval`), with what the
 * network does itself (`inside`, `insideWhen`). Where several data sets have code, the one that a training script
 * imports counts.
 */
export const imageNormalisation: SourceDetector = {
  id,
  contains: /\bCompose\(/,
  async detect(modules, tree) {
    const sides = modules.flatMap((module): Side[] => {
      const pipelines = module.text.includes('Compose') ? imagePipelines(module) : [];
      const kinds = new Set(pipelines.map(({ normalises }) => normalises));
      return kinds.size === 1 ? [{ module, pipelines, normalises: [...kinds][0]! }] : [];
    });
    const data = sides.filter(({ module }) => isDataset(module));
    const evaluations = sides.filter((side) => !data.includes(side) && isEvaluation(side.module));
    const training = evaluations.length > 0 ? await usedInTraining(data, tree) : [];
    const [trained] = training;
    if (!trained || new Set(training.map(({ side }) => side.normalises)).size !== 1) return [];
    const found: Detection[] = [];
    for (const evaluation of evaluations) {
      if (evaluation.normalises === trained.side.normalises) continue;
      found.push(compare(trained, evaluation, await insideOf(evaluation.module.path, tree)));
    }
    return found;
  },
};

function isEvaluation({ text }: Module): boolean {
  return /agentview_(image|rgb)|OffScreenRenderEnv|\.env\.step\(|\benv\.step\(/.test(text);
}

function isDataset({ root, text }: Module): boolean {
  return (
    text.includes('Dataset') &&
    nodesOfType(root, 'class_definition').some((node) =>
      /Dataset/.test(node.childForFieldName('superclasses')?.text ?? ''),
    )
  );
}

interface Trained {
  readonly side: Side;
  readonly by: string | undefined;
}

/** Data set code that a training script imports, with that script; all of it where none imports any. */
async function usedInTraining(data: readonly Side[], tree: SourceTree): Promise<Trained[]> {
  const used: Trained[] = [];
  for (const side of data) {
    const name = side.module.path.split('/').at(-1)!.replace(/\.py$/, '');
    for (const file of tree.files) {
      if (file === side.module.path || !/train/i.test(file.split('/').at(-1)!) || /eval/i.test(file))
        continue;
      if (!(await tree.readText(file)).includes(name)) continue;
      const imports = importedNames((await tree.parse(file)).rootNode);
      if (![...imports.values()].some((full) => full.split('.').includes(name))) continue;
      used.push({ side, by: file });
      break;
    }
  }
  return used.length > 0 ? used : data.map((side) => ({ side, by: undefined }));
}

/** What the network does to pictures itself: the normalisation that stands nearest to the script by imports. */
async function insideOf(script: string, tree: SourceTree): Promise<Detection['details']> {
  const seen = new Set([script]);
  for (let level = [script]; level.length > 0 && seen.size < MAX_IMPORTS; ) {
    const next: string[] = [];
    for (const file of level) {
      const text = await tree.readText(file);
      const { rootNode: root } = await tree.parse(file);
      const [found] = /std/.test(text) ? innerNormalisations({ path: file, text, root }) : [];
      if (found) {
        return {
          inside: `${file}:${lineOf(found.node)}`,
          ...(found.when ? { insideWhen: found.when } : {}),
          insideClamps: found.clamps,
        };
      }
      for (const each of await importedFiles(file, tree))
        if (!seen.has(each)) next.push(each) && seen.add(each);
    }
    level = next;
  }
  return {};
}

function compare({ side, by }: Trained, evaluation: Side, inside: Detection['details']): Detection {
  return detectionAt(id, evaluation.module, evaluation.pipelines[0]!.node, {
    train: side.normalises,
    eval: evaluation.normalises,
    differs: true,
    trainFile: `${side.module.path}:${lineOf(side.pipelines[0]!.node)}`,
    ...(by ? { trainedBy: by } : {}),
    ...inside,
  });
}
