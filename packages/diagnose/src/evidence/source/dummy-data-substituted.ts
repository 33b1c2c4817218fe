import { findCalls, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { blockOf, givesUp, methodOf, speaks } from './syntax.ts';

const id = 'dummy-data-substituted';

const LOADERS = [
  'load_dataset',
  'load_from_disk',
  'h5py.File',
  'LeRobotDataset',
  'snapshot_download',
  'read_parquet',
];

/** A dataset that can't be loaded is replaced by invented data: training then fits noise. */
export const dummyDataSubstituted = perModule(
  id,
  /load_dataset|load_from_disk|h5py|LeRobotDataset|snapshot_download|read_parquet/,
  (module) =>
    nodesOfType(module.root, 'except_clause').flatMap((clause) => {
      const body = clause.parent?.childForFieldName('body');
      const handler = blockOf(clause);
      const [load] = body ? findCalls(body, ...LOADERS) : [];
      const made = load && !givesUp(handler) ? inventedIn(handler) : undefined;
      if (!load || !made) return [];
      return [
        detectionAt(id, module, made, {
          made: methodOf(made),
          loads: methodOf(load),
          announced: speaks(handler),
        }),
      ];
    }),
);

function inventedIn(handler: Node): Node | undefined {
  return nodesOfType(handler, 'call').find((call) => {
    const name = call.childForFieldName('function')?.text ?? '';
    return (
      /(dummy|demo|fake|synthetic|mock|random)_?(\w*_)?(data|dataset|samples?|episodes?|batch)?$/i.test(
        methodOf(call),
      ) || /\.random\./.test(name)
    );
  });
}
