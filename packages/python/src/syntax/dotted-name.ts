import type { Node } from '../parse.ts';

/** `torch.hub.load` of a name or a chain of attributes; undefined where anything else stands in it (a call, an index). */
export function dottedName(node: Node | null | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === 'identifier' || node.type === 'dotted_name') return node.text.replace(/\s/g, '');
  if (node.type !== 'attribute') return undefined;
  const object = dottedName(node.childForFieldName('object'));
  const attribute = node.childForFieldName('attribute')?.text;
  return object !== undefined && attribute ? `${object}.${attribute}` : undefined;
}

/** The last part of what is called or named: `load` of `torch.hub.load`, `f` of `g()[0].f`. */
export function lastName(node: Node | null | undefined): string | undefined {
  if (node?.type === 'identifier') return node.text;
  if (node?.type === 'attribute') return node.childForFieldName('attribute')?.text;
  return undefined;
}
