import { findSubstitutions, type ModelSubstitution, nodesOfType } from '@plumb/python';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';

const id = 'substitutes-model';

/**
 * An `except` that builds another model, tokenizer, or set of weights than the one that was asked for. A handler that
 * goes on without anything in its place is `swallowed-load-error`.
 */
export const substitutesModel: SourceDetector = {
  id,
  contains: /\bexcept\b/,
  async detect(modules, tree) {
    const byPath = new Map(modules.map((module) => [module.path, module]));
    return (await findSubstitutions(tree)).filter(isOtherModel).flatMap((substitution) => {
      const module = byPath.get(substitution.file);
      const clause = module && clauseAt(module, substitution.handlerLine);
      if (!module || !clause) return [];
      const { wanted, built, what, target } = substitution;
      return [
        detectionAt(id, module, clause, {
          wanted: wanted.literal ?? wanted.text,
          built: built.literal ?? built.text,
          what,
          target,
        }),
      ];
    });
  },
};

function isOtherModel({ what, built }: ModelSubstitution): boolean {
  return built.how === 'other-thing' && what !== 'import' && what !== 'other';
}

function clauseAt(module: Module, line: number) {
  return nodesOfType(module.root, 'except_clause').find((clause) => clause.startPosition.row + 1 === line);
}
