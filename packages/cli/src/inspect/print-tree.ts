import { formatBytes, formatCount } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim, displayWidth, padTo } from '../terminal/style.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import type { TreeNode } from './fold-tree.ts';

interface Line {
  readonly name: string;
  readonly detail: string;
  readonly size: string;
}

// what fits a screen beside the answer
const COMFORTABLE_LINES = 48;

/** The deepest level at which the tree still fits a screen. */
export function comfortableDepth(nodes: readonly TreeNode[]): number {
  for (let depth = 12; depth > 1; depth--) if (countLines(nodes, depth) <= COMFORTABLE_LINES) return depth;
  return 1;
}

function countLines(nodes: readonly TreeNode[], depth: number): number {
  if (depth === 0) return 0;
  return nodes.reduce((total, node) => total + 1 + countLines(node.children, depth - 1), 0);
}

/** True where `depth` hides something. */
export function hidesLevels(nodes: readonly TreeNode[], depth: number): boolean {
  return nodes.some(
    (node) => node.children.length > 0 && (depth <= 1 || hidesLevels(node.children, depth - 1)),
  );
}

/** Names, shapes and sizes in three columns. */
export function printTree(nodes: readonly TreeNode[], depth: number, width: number): string {
  const lines: Line[] = [];
  collect(nodes, depth, '  ', lines);
  const detailWidth = Math.max(0, ...lines.map((line) => displayWidth(line.detail)));
  const sizeWidth = Math.max(0, ...lines.map((line) => displayWidth(line.size)));
  const room = Math.max(24, width - detailWidth - sizeWidth - 4);
  const nameWidth = Math.min(room, Math.max(0, ...lines.map((line) => displayWidth(line.name))));
  return lines
    .map((line) => {
      const name = padTo(
        displayWidth(line.name) > nameWidth ? cutMiddle(line.name, nameWidth) : line.name,
        nameWidth,
      );
      return `${name}  ${padTo(line.detail, detailWidth)}  ${padTo(line.size, sizeWidth, 'right')}`.trimEnd();
    })
    .join('\n');
}

function collect(nodes: readonly TreeNode[], depth: number, indent: string, lines: Line[]): void {
  if (depth === 0) return;
  for (const node of nodes) {
    lines.push({ name: indent + safeLine(node.label), detail: describe(node), size: describeSize(node) });
    collect(node.children, depth - 1, `${indent}  `, lines);
  }
}

function describe(node: TreeNode): string {
  if (!node.tensor) return node.repeats > 1 ? dim(`${node.repeats} equal`) : '';
  const shape = `[${node.tensor.shape.join(', ')}]`;
  const repeats = node.repeats > 1 ? dim(` × ${node.repeats}`) : '';
  return `${bold(shape)} ${dim(node.tensor.dtype)}${repeats}`;
}

function describeSize(node: TreeNode): string {
  return dim(`${formatCount(node.parameters)} · ${formatBytes(node.bytes)}`);
}
