import { formatBytes, formatCount } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim, displayWidth, padTo } from '../terminal/style.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import type { TreeNode } from './fold-tree.ts';

export interface TreeView {
  readonly depth: number;
  readonly width: number;
  /** A layer with a weight and a bias is one line; false gives every tensor its own. */
  readonly compact: boolean;
}

interface Line {
  readonly name: string;
  readonly detail: string;
  readonly size: string;
}

// what fits a screen beside the answer
const COMFORTABLE_LINES = 56;
const DEEPEST = Number.POSITIVE_INFINITY;
// a flat dict may hold a hundred thousand; a model's tree at full depth has some thousands
const MOST_LINES = 5000;
// weight and bias; more is a list
const MOST_INLINE = 2;

/** The deepest level at which the tree still fits a screen. */
export function comfortableDepth(nodes: readonly TreeNode[]): number {
  let lines = 0;
  let level = nodes;
  for (let depth = 1; level.length > 0; depth++) {
    lines += level.length;
    if (lines > COMFORTABLE_LINES) return Math.max(1, depth - 1);
    level = level.flatMap((node) => childrenShown(node, true));
  }
  return DEEPEST;
}

/** True where `depth` hides something. */
export function hidesLevels(nodes: readonly TreeNode[], depth: number): boolean {
  return nodes.some((node) => {
    const children = childrenShown(node, true);
    return children.length > 0 && (depth <= 1 || hidesLevels(children, depth - 1));
  });
}

/** Names, shapes and sizes in three columns. */
export function printTree(nodes: readonly TreeNode[], view: TreeView): string {
  const all: Line[] = [];
  collect(nodes, view.depth, '  ', view.compact, all);
  const lines = view.compact ? all.slice(0, MOST_LINES) : all;
  const left = all.length - lines.length;
  const widest = (column: keyof Line) => Math.max(0, ...lines.map((line) => displayWidth(line[column])));
  const detailWidth = widest('detail');
  const sizeWidth = widest('size');
  const room = Math.max(24, view.width - detailWidth - sizeWidth - 4);
  const nameWidth = Math.min(room, widest('name'));
  const rows = lines.map(({ name, detail, size }) => {
    const shown = displayWidth(name) > nameWidth ? cutMiddle(name, nameWidth) : name;
    return `${padTo(shown, nameWidth)}  ${padTo(detail, detailWidth)}  ${padTo(size, sizeWidth, 'right')}`;
  });
  return [...rows, ...(left > 0 ? [dim(`  … ${left} more lines: --all`)] : [])].join('\n');
}

function collect(
  nodes: readonly TreeNode[],
  depth: number,
  indent: string,
  compact: boolean,
  lines: Line[],
): void {
  if (depth === 0) return;
  for (const node of nodes) {
    const size = dim(`${formatCount(node.parameters)} · ${formatBytes(node.bytes)}`);
    lines.push({ name: indent + safeLine(node.label), detail: describe(node, compact), size });
    collect(childrenShown(node, compact), depth - 1, `${indent}  `, compact, lines);
  }
}

function childrenShown(node: TreeNode, compact: boolean): readonly TreeNode[] {
  return compact && isLayer(node) ? [] : node.children;
}

/** `weight` and `bias` of one dtype, and nothing else. */
function isLayer({ children, tensor }: TreeNode): boolean {
  const dtype = children[0]?.tensor?.dtype;
  return (
    tensor === undefined &&
    children.length > 0 &&
    children.length <= MOST_INLINE &&
    children.every(
      (child) =>
        child.children.length === 0 && child.tensor?.dtype === dtype && /^[a-z_]+$/.test(child.label),
    )
  );
}

function describe(node: TreeNode, compact: boolean): string {
  const repeats = node.repeats > 1 ? dim(` × ${node.repeats}`) : '';
  if (node.tensor) return `${shapeOf(node)} ${dim(node.tensor.dtype)}${repeats}`;
  if (compact && isLayer(node)) {
    const inside = node.children.map((child) => `${safeLine(child.label)} ${shapeOf(child)}`).join(', ');
    return `${inside} ${dim(node.children[0]!.tensor!.dtype)}${repeats}`;
  }
  return node.repeats > 1 ? dim(`${node.repeats} equal`) : '';
}

const shapeOf = (node: TreeNode) => bold(`[${node.tensor!.shape.join(', ')}]`);
