import type { Checkpoint, TensorEntry } from '@plumb/checkpoint';
import type { CheckpointDiff, MatchKind, TensorPair } from '@plumb/checkpoint/diff';
import { groupNames } from '../check/group-names.ts';
import { plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim, green, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

const MOST_ROWS = 24;
const SEPARATOR = '. → .';

const HOW: Record<MatchKind, string> = {
  name: '',
  prefix: 'prefix of a wrapper',
  release: 'renamed between releases',
  fused: 'split or joined',
  moved: 'moved: same ending and shape',
};

/** What differs, each kind in its section, layers folded. */
export function printDiff(diff: CheckpointDiff, a: Checkpoint, b: Checkpoint): string {
  const { pairs, onlyA, onlyB } = diff;
  const same = pairs.filter((pair) => pair.kind === 'name' && !pair.shapeDiffers && !pair.dtypeDiffers);
  const verdict = diff.equal
    ? green(
        `equal: ${plural(pairs.length, 'tensor')}, ${diff.comparedValues ? 'every value' : 'names, shapes and dtypes'}`,
      )
    : yellow(
        `${plural(same.length, 'tensor')} the same by name, shape and dtype; ${pairs.length - same.length} matched otherwise, ${onlyA.length} only in A, ${onlyB.length} only in B`,
      );
  return [
    `${dim('A')}  ${bold(safeLine(a.path))}\n${dim('B')}  ${bold(safeLine(b.path))}\n${verdict}`,
    section(
      'Another shape',
      pairs.filter((pair) => pair.shapeDiffers),
      (pair) => [nameOf(pair), `${shape(pair.a)} → ${shape(pair.b)}`],
    ),
    section(
      'Another dtype',
      pairs.filter((pair) => pair.dtypeDiffers),
      (pair) => [nameOf(pair), `${pair.a[0]!.dtype} → ${pair.b[0]!.dtype}`],
    ),
    renamedSection(pairs.filter((pair) => pair.kind !== 'name')),
    section('Only in A', onlyA.map(asPair), (pair) => [nameOf(pair), shape(pair.a)], red),
    section('Only in B', onlyB.map(asPair), (pair) => [nameOf(pair), shape(pair.a)], red),
    diff.comparedValues && valueSection(pairs),
  ]
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n\n');
}

const asPair = (tensor: TensorEntry): TensorPair => ({
  kind: 'name',
  a: [tensor],
  b: [tensor],
  shapeDiffers: false,
  dtypeDiffers: false,
  values: undefined,
});

/** `attn.{q_proj,k_proj,v_proj}.weight`. */
function names(tensors: readonly TensorEntry[]): string {
  const split = tensors.map(({ name }) => name.split('.'));
  const [first] = split;
  if (tensors.length === 1 || split.some((segments) => segments.length !== first!.length))
    return tensors.map(({ name }) => name).join(' + ');
  return first!
    .map((segment, i) => {
      const all = split.map((segments) => segments[i]!);
      return all.every((other) => other === segment) ? segment : `{${all.join(',')}}`;
    })
    .join('.');
}

const shape = (tensors: readonly TensorEntry[]) => `[${tensors[0]!.shape.join(', ')}]`;

const isSame = ({ a, b }: TensorPair) =>
  a.length === b.length && a.every(({ name }, i) => name === b[i]!.name);

function nameOf(pair: TensorPair): string {
  return isSame(pair) ? names(pair.a) : `${names(pair.a)} → ${names(pair.b)}`;
}

/** What was renamed, on two lines each: both names are long. */
function renamedSection(pairs: readonly TensorPair[]): string {
  if (pairs.length === 0) return '';
  const groups = groupNames(
    pairs,
    (pair) => `${names(pair.a)}${SEPARATOR}${names(pair.b)}`,
    ({ kind }) => kind,
  );
  const lines = groups.slice(0, MOST_ROWS).map(({ label, items }) => {
    const [from = '', to = ''] = safeLine(label).split(SEPARATOR);
    return `  ${from}\n    → ${to}  ${dim(HOW[items[0]!.kind])}`;
  });
  const more =
    groups.length > MOST_ROWS ? `\n${dim(`  … ${groups.length - MOST_ROWS} more kinds: --json`)}` : '';
  return `${bold('Renamed')} ${dim(`(${pairs.length})`)}\n${lines.join('\n')}${more}`;
}

/** Rows that differ only in the number of a layer are one. */
function section(
  title: string,
  pairs: readonly TensorPair[],
  cells: (pair: TensorPair) => [string, string],
  colour: (text: string) => string = bold,
): string {
  if (pairs.length === 0) return '';
  const rows = pairs.map(cells);
  const groups = groupNames(
    rows,
    ([name]) => name,
    ([, detail]) => detail,
  );
  const shown = groups.slice(0, MOST_ROWS).map(({ label, items }) => [safeLine(label), items[0]![1]]);
  const more =
    groups.length > MOST_ROWS ? `\n${dim(`  … ${groups.length - MOST_ROWS} more kinds: --json`)}` : '';
  return `${colour(title)} ${dim(`(${pairs.length})`)}\n${renderTable([{ title: '' }, { title: '' }], shown)}${more}`;
}

function valueSection(pairs: readonly TensorPair[]): string {
  const compared = pairs.filter(({ values }) => values !== undefined);
  const differ = compared
    .filter(({ values }) => values!.differing > 0)
    .sort((x, y) => y.values!.notFinite - x.values!.notFinite || y.values!.maxAbs - x.values!.maxAbs);
  const untold = pairs.length - compared.length;
  const head = `${bold('Values')}\n  ${compared.length - differ.length} of ${compared.length} compared are equal in every element${untold > 0 ? `; ${untold} cannot be compared` : ''}`;
  if (differ.length === 0) return head;
  const rows = differ.slice(0, MOST_ROWS).map((pair) => {
    const { maxAbs, differing, elements, notFinite } = pair.values!;
    const odd = notFinite > 0 ? red(`${notFinite} NaN or infinite on one side`) : '';
    return [
      safeLine(nameOf(pair)),
      maxAbs.toPrecision(3),
      `${((100 * differing) / elements).toFixed(1)} %`,
      odd,
    ];
  });
  const more = differ.length > MOST_ROWS ? `\n${dim(`  … ${differ.length - MOST_ROWS} more: --json`)}` : '';
  const columns = [
    { title: 'farthest apart first' },
    { title: 'max |a−b|', align: 'right' },
    { title: 'elements', align: 'right' },
    { title: '' },
  ] as const;
  return `${head}\n${renderTable(columns, rows)}${more}`;
}

export function diffToJson({ equal, pairs, onlyA, onlyB }: CheckpointDiff) {
  const form = ({ name, dtype, shape }: TensorEntry) => ({ name, dtype, shape });
  return {
    equal,
    same: pairs.filter((pair) => pair.kind === 'name' && !pair.shapeDiffers && !pair.dtypeDiffers).length,
    pairs: pairs.map(({ kind, a, b, shapeDiffers, dtypeDiffers, values }) => ({
      match: kind,
      a: a.map(form),
      b: b.map(form),
      shapeDiffers,
      dtypeDiffers,
      values: values ?? null,
    })),
    onlyA: onlyA.map(form),
    onlyB: onlyB.map(form),
  };
}
