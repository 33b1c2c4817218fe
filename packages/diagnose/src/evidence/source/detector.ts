import { endLineOf, lineOf, type Node, type SourceTree } from '@plumb/python';
import type { Detection } from '../../facts.ts';

/** A Python file of the source folder, as text and as syntax. */
export interface Module {
  /** Relative to the source folder. */
  readonly path: string;
  readonly text: string;
  readonly root: Node;
}

export interface SourceDetector {
  /** Name of its file, and what `Detection.detector` says. */
  readonly id: string;
  /** A file is handed over when its text matches: far cheaper than its syntax, and never the last word. */
  readonly contains: RegExp;
  detect(modules: readonly Module[], tree: SourceTree): Detection[] | Promise<Detection[]>;
}

/** A detector that looks at each file by itself. */
export function perModule(
  id: string,
  contains: RegExp,
  detect: (module: Module) => Detection[],
): SourceDetector {
  return { id, contains, detect: (modules) => modules.flatMap(detect) };
}

// the line is quoted in a report: a minified or generated one would drown it
const LONGEST_QUOTE = 200;

export function detectionAt(
  detector: string,
  module: Module,
  node: Node,
  details: Detection['details'] = {},
): Detection {
  const line = lineOf(node);
  const text = (lineTextAt(module.text, node.startIndex) ?? '').trim();
  return {
    detector,
    file: module.path,
    line,
    endLine: endLineOf(node),
    text: text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text,
    details,
  };
}

function lineTextAt(text: string, index: number): string | undefined {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end < 0 ? undefined : end);
}
