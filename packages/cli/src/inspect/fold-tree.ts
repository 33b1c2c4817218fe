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
  return buildChildren(root, fold);
}

function buildChildren(branch: Branch, fold: boolean): TreeNode[] {
  const nodes: TreeNode[] = [];
  const built = [...branch.children].map(([label, child]) => ({
    label,
    node: buildNode(label, child, fold),
  }));
  for (let i = 0; i < built.length; ) {
    const first = built[i]!;
    const last = fold ? endOfRun(built, i) : i;
    nodes.push(last > i ? foldRun(first.node, first.label, built[last]!.label, last - i + 1) : first.node);
    i = last + 1;
  }
  return nodes;
}

/** Index of the last sibling that continues the numbering from `start` with an equal structure. */
function endOfRun(built: readonly { label: string; node: TreeNode }[], start: number): number {
  const { label, node } = built[start]!;
  if (!NUMBER.test(label)) return start;
  const signature = signatureOf(node);
  let end = start;
  while (
    end + 1 < built.length &&
    built[end + 1]!.label === String(Number(label) + end + 1 - start) &&
    signatureOf(built[end + 1]!.node) === signature
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

function buildNode(label: string, branch: Branch, fold: boolean): TreeNode {
  const children = buildChildren(branch, fold);
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

const signatures = new WeakMap<TreeNode, string>();

/** Equal for two nodes whose names below, shapes and dtypes are equal; their own first segment does not count. */
function signatureOf(node: TreeNode): string {
  let signature = signatures.get(node);
  if (signature === undefined) {
    const below = node.children.map((child) => `${child.label}:${signatureOf(child)}`).join(',');
    const own = node.tensor ? `${node.tensor.dtype}[${node.tensor.shape}]` : '';
    signature = `${node.label.split('.').slice(1).join('.')}|${own}{${below}}`;
    signatures.set(node, signature);
  }
  return signature;
}
