import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DType } from '@plumb/contract';
import type { Checkpoint, TensorEntry } from '../checkpoint.ts';
import { DataFiles } from '../elements/data-files.ts';
import { isFloating } from '../elements/decode-elements.ts';
import { findInitial, type InitialValues } from './find-initial.ts';
import { bytesOf, measureTensor, type TensorStatistics } from './measure-tensor.ts';

export interface MeasuredTensor {
  readonly tensor: TensorEntry;
  readonly found: TensorStatistics;
  readonly initial: InitialValues | undefined;
}

export type StatisticsKind = 'nan' | 'inf' | 'zero' | 'constant' | 'initial' | 'dtype' | 'unread';

/** Something that a person should look at. */
export interface StatisticsFinding {
  readonly kind: StatisticsKind;
  readonly text: string;
  readonly tensors: readonly string[];
}

export interface CheckpointStatistics {
  readonly tensors: readonly MeasuredTensor[];
  /** Gravest first: what no working checkpoint has, then what may be meant. */
  readonly findings: readonly StatisticsFinding[];
  readonly dtypes: readonly { readonly dtype: DType; readonly tensors: number }[];
}

export interface StatisticsOptions {
  readonly onTensor?: ((name: string, bytesDone: number) => void) | undefined;
}

/** Reads all data once, in constant memory, in the order in which it lies. */
export async function readStatistics(
  checkpoint: Checkpoint,
  options: StatisticsOptions = {},
): Promise<CheckpointStatistics> {
  const files = new DataFiles();
  const measured = new Map<TensorEntry, MeasuredTensor>();
  let bytes = 0;
  try {
    for (const tensor of inFileOrder(checkpoint.tensors)) {
      options.onTensor?.(tensor.name, bytes);
      const found = measureTensor(tensor, files);
      measured.set(tensor, { tensor, found, initial: findInitial(tensor, found) });
      bytes += bytesOf(tensor);
      await nextTurn();
    }
  } finally {
    files.close();
  }
  const tensors = checkpoint.tensors.map((tensor) => measured.get(tensor)!);
  const dtypes = countDtypes(checkpoint.tensors);
  return { tensors, dtypes, findings: findFindings(tensors, dtypes) };
}

function inFileOrder(tensors: readonly TensorEntry[]): TensorEntry[] {
  return [...tensors].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.offset - b.offset));
}

function countDtypes(tensors: readonly TensorEntry[]): { dtype: DType; tensors: number }[] {
  const counts = new Map<DType, number>();
  for (const { dtype } of tensors) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  return [...counts].map(([dtype, tensors]) => ({ dtype, tensors })).sort((a, b) => b.tensors - a.tensors);
}

function findFindings(
  tensors: readonly MeasuredTensor[],
  dtypes: CheckpointStatistics['dtypes'],
): StatisticsFinding[] {
  const findings: StatisticsFinding[] = [];
  const tell = (kind: StatisticsKind, text: string, which: (tensor: MeasuredTensor) => boolean) => {
    const names = tensors.filter(which).map(({ tensor }) => tensor.name);
    if (names.length > 0) findings.push({ kind, text, tensors: names });
  };
  tell('nan', 'hold NaN: no forward pass through them is a number', ({ found }) => found.nan > 0);
  tell('inf', 'hold infinities', ({ found }) => found.inf > 0);
  tell(
    'zero',
    'are all 0, though a matrix: whatever goes in, nothing comes out',
    ({ tensor, found }) => isMatrix(tensor) && isConstant(found) && found.min === 0,
  );
  tell(
    'constant',
    'have one value everywhere, though a matrix',
    ({ tensor, found }) => isMatrix(tensor) && isConstant(found) && found.min !== 0,
  );
  tell(
    'initial',
    'are distributed as freshly initialised: never trained, or not saved from the model that was',
    ({ initial }) => initial !== undefined && initial.recipe !== 'constant',
  );
  tell(
    'initial',
    'are 1 or 0 throughout, as norms and biases begin',
    ({ initial }) => initial?.recipe === 'constant',
  );
  findings.push(...dtypeFindings(tensors, dtypes));
  tell('unread', 'are of a dtype whose elements Plumb does not read', ({ found }) => !found.read);
  return findings;
}

const isMatrix = ({ shape }: TensorEntry) => shape.filter((size) => size > 1).length >= 2;
const isConstant = ({ elements, min, max, nan, inf }: TensorStatistics) =>
  elements > 1 && nan + inf === 0 && min !== null && min === max;

function dtypeFindings(
  tensors: readonly MeasuredTensor[],
  dtypes: CheckpointStatistics['dtypes'],
): StatisticsFinding[] {
  const of = (dtype: DType) =>
    tensors.filter(({ tensor }) => tensor.dtype === dtype).map(({ tensor }) => tensor.name);
  const floating = dtypes.filter(({ dtype }) => isFloating(dtype));
  const findings: StatisticsFinding[] = [];
  const usual = floating[0]?.dtype;
  for (const { dtype } of floating.slice(1))
    findings.push({ kind: 'dtype', text: `are ${dtype} among ${usual}`, tensors: of(dtype) });
  if (usual === 'float64')
    findings.push({
      kind: 'dtype',
      text: 'are float64, which no policy is trained in: probably written by NumPy',
      tensors: of('float64'),
    });
  return findings;
}
