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
  /** Equal for nodes whose names below, shapes and dtypes are equal; their own first segment does not count. */
  readonly structure: number;
}

interface Branch {
  tensor: TreeTensor | undefined;
  children: Map<string, Branch> | undefined;
}

/** The tree of dotted names. With `fold`, numbered siblings in a row that are equal in every shape and dtype are one. */
export function foldTree(tensors: readonly TreeTensor[], fold: boolean): readonly TreeNode[] {
  const root: Branch = { tensor: undefined, children: undefined };
  for (const tensor of tensors) {
    let branch = root;
    for (const segment of tensor.name.split('.')) {
      branch.children ??= new Map();
      let next = branch.children.get(segment);
      if (!next) {
        next = { tensor: undefined, children: undefined };
        branch.children.set(segment, next);
      }
      branch = next;
    }
    branch.tensor = tensor;
  }
  return new TreeBuilder(fold).children(root);
}

const NUMBER = /^\d+$/;

class TreeBuilder {
  /** A number for each structure met, so that a text never grows with what lies below. */
  private readonly structures = new Map<string, number>();
  private readonly fold: boolean;

  constructor(fold: boolean) {
    this.fold = fold;
  }

  children(branch: Branch): TreeNode[] {
    if (!branch.children) return [];
    const labels = [...branch.children.keys()];
    const built = labels.map((label) => this.node(label, branch.children!.get(label)!));
    if (!this.fold) return built;
    const nodes: TreeNode[] = [];
    for (let i = 0; i < built.length; ) {
      const last = endOfRun(labels, built, i);
      nodes.push(last > i ? foldRun(built[i]!, labels[i]!, labels[last]!, last - i + 1) : built[i]!);
      i = last + 1;
    }
    return nodes;
  }

  private node(label: string, branch: Branch): TreeNode {
    const children = this.children(branch);
    const only = children[0];
    // `language_encoder` with nothing but `language_model` below is one line
    if (children.length === 1 && only && !branch.tensor) {
      const structure = this.number(`.${only.label}\n${only.structure}`);
      return { ...only, label: `${label}.${only.label}`, structure };
    }
    const { tensor } = branch;
    let tensors = tensor ? 1 : 0;
    let parameters = tensor ? elementCount(tensor.shape) : 0;
    let bytes = tensor ? parameters * DTYPE_BYTES[tensor.dtype] : 0;
    let text = tensor ? `${tensor.dtype} ${tensor.shape.join()}` : '';
    for (const child of children) {
      tensors += child.tensors;
      parameters += child.parameters;
      bytes += child.bytes;
      text += `\n${child.label}\n${child.structure}`;
    }
    const structure = this.number(text);
    return { label, tensor, children, repeats: 1, tensors, parameters, bytes, structure };
  }

  private number(text: string): number {
    const known = this.structures.get(text) ?? this.structures.size;
    this.structures.set(text, known);
    return known;
  }
}

/** Index of the last sibling that continues the numbering from `start` with an equal structure. */
function endOfRun(labels: readonly string[], built: readonly TreeNode[], start: number): number {
  const first = labels[start]!;
  if (!NUMBER.test(first)) return start;
  let end = start;
  while (
    built[end + 1]?.structure === built[start]!.structure &&
    labels[end + 1] === String(Number(first) + end + 1 - start)
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
