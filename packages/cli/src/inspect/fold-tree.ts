import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';

/** The part of a tensor that the tree needs. */
export interface TreeTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A module or a tensor in the tree of names. */
export interface TreeNode {
  /** One path segment, several where a module has only one child, or a fold: `layers.0…27`. */
  readonly label: string;
  readonly tensor: TreeTensor | undefined;
  readonly children: readonly TreeNode[];
  /** How many equal modules this line stands for. */
  readonly repeats: number;
  /** All below, all repeats counted. */
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

interface Branch {
  tensor: TreeTensor | undefined;
  readonly children: Map<string, Branch>;
}

const NUMBER = /^\d+$/;

/** The tree of dotted names. With `fold`, numbered siblings in a row that are equal in every shape and dtype are one. */
export function foldTree(tensors: readonly TreeTensor[], fold: boolean): readonly TreeNode[] {
  const root: Branch = { tensor: undefined, children: new Map() };
  for (const tensor of tensors) {
    let branch = root;
    for (const segment of tensor.name.split('.')) {
      let next = branch.children.get(segment);
      if (!next) {
        next = { tensor: undefined, children: new Map() };
        branch.children.set(segment, next);
      }
      branch = next;
    }
    branch.tensor = tensor;
  }
  return buildChildren(root, fold ? new Structures() : undefined);
}

function buildChildren(branch: Branch, structures: Structures | undefined): TreeNode[] {
  const nodes: TreeNode[] = [];
  const built = [...branch.children].map(([label, child]) => ({
    label,
    node: buildNode(label, child, structures),
  }));
  for (let i = 0; i < built.length; ) {
    const first = built[i]!;
    const last = structures ? endOfRun(built, i, structures) : i;
    nodes.push(last > i ? foldRun(first.node, first.label, built[last]!.label, last - i + 1) : first.node);
    i = last + 1;
  }
  return nodes;
}

/** Index of the last sibling that continues the numbering from `start` with an equal structure. */
function endOfRun(
  built: readonly { label: string; node: TreeNode }[],
  start: number,
  structures: Structures,
): number {
  const { label, node } = built[start]!;
  if (!NUMBER.test(label)) return start;
  const structure = structures.of(node);
  let end = start;
  while (
    end + 1 < built.length &&
    built[end + 1]!.label === String(Number(label) + end + 1 - start) &&
    structures.of(built[end + 1]!.node) === structure
  )
    end++;
  return end;
}

function foldRun(node: TreeNode, first: string, last: string, repeats: number): TreeNode {
  return {
    ...node,
    label: `${first}…${last}${node.label.slice(first.length)}`,
    repeats: node.repeats * repeats,
    tensors: node.tensors * repeats,
    parameters: node.parameters * repeats,
    bytes: node.bytes * repeats,
  };
}

function buildNode(label: string, branch: Branch, structures: Structures | undefined): TreeNode {
  const children = buildChildren(branch, structures);
  const only = children[0];
  // `language_encoder` with nothing but `language_model` below is one line
  if (children.length === 1 && only && !branch.tensor) return { ...only, label: `${label}.${only.label}` };
  const own = branch.tensor;
  const parameters = own ? elementCount(own.shape) : 0;
  return {
    label,
    tensor: own,
    children,
    repeats: 1,
    tensors: sum(children, (child) => child.tensors) + (own ? 1 : 0),
    parameters: sum(children, (child) => child.parameters) + parameters,
    bytes: sum(children, (child) => child.bytes) + (own ? parameters * DTYPE_BYTES[own.dtype] : 0),
  };
}

const sum = (nodes: readonly TreeNode[], value: (node: TreeNode) => number) =>
  nodes.reduce((total, node) => total + value(node), 0);

/**
 * A number for each structure met: equal for nodes whose names below, shapes and dtypes are equal; their own first
 * segment does not count. Children count by their numbers, so that a text never grows with what lies below.
 */
class Structures {
  private readonly byText = new Map<string, number>();
  private readonly byNode = new WeakMap<TreeNode, number>();

  of(node: TreeNode): number {
    const known = this.byNode.get(node);
    if (known !== undefined) return known;
    const dot = node.label.indexOf('.');
    let text = dot < 0 ? '' : node.label.slice(dot);
    if (node.tensor) text += `|${node.tensor.dtype}${node.tensor.shape.join()}`;
    for (const child of node.children) text += `|${child.label}:${this.of(child)}`;
    const structure = this.byText.get(text) ?? this.byText.size;
    this.byText.set(text, structure);
    this.byNode.set(node, structure);
    return structure;
  }
}
