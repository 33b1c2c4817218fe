import { findSubstitutions } from '../find-substitutions.ts';
import { openSourceTree } from '../source-tree.ts';
import { withFolder } from './with-folder.ts';

/** What the sources of the specs begin with. */
export const HEAD = `import torch
import torch.nn as nn
from transformers import AutoModel, AutoTokenizer, AutoProcessor
`;

/** The substitutions in one module behind `HEAD`, or in these files. */
export function find(files: string | Record<string, string>) {
  return withFolder(typeof files === 'string' ? { 'm.py': HEAD + files } : files, async (folder) => {
    const tree = await openSourceTree(folder);
    const found = await findSubstitutions(tree);
    tree.dispose();
    return found;
  });
}
