import { bold, cyan, dim } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';

// a page is read as prose; longer lines are hard to follow
const WIDEST_PROSE = 100;

/** A page of ours on a terminal: headings, lists, code and emphasis. Fenced code and tables stay as they are. */
export function printMarkdown(page: string, width: number): string {
  const room = Math.min(width, WIDEST_PROSE);
  let fenced = false;
  const lines = page
    .trim()
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) {
        fenced = !fenced;
        return undefined;
      }
      if (fenced) return `  ${cyan(line)}`;
      if (line.startsWith('|')) return emphasise(line);
      const heading = /^(#+) (.*)$/.exec(line);
      if (heading) return bold(emphasise(heading[2]!));
      const item = /^(\s*(?:[-*]|\d+\.) )/.exec(line);
      return wrapText(emphasise(line), room, item ? item[1]!.length : 0);
    });
  return lines.filter((line) => line !== undefined).join('\n');
}

function emphasise(line: string): string {
  return line
    .replace(/`([^`]+)`/g, (_, code: string) => cyan(code))
    .replace(/\*\*([^*]+)\*\*/g, (_, text: string) => bold(text))
    .replace(
      /\[([^\]]+)\]\(([^)]+)\)/g,
      (_, text: string, target: string) => `${text} ${dim(`(${target})`)}`,
    );
}
