import type { Sentence } from './language.ts';

const PLACEHOLDER = /\{(\w+)\}/g;

/** What a placeholder may stand for: a count must not swallow words, a name no blank; else it may hold anything. */
const VALUES: Readonly<Record<string, string>> = {
  n: '\\d[\\d.,]*',
  k: '\\d[\\d.,]*',
  m: '\\d[\\d.,]*',
  a: '\\S+',
  b: '\\S+',
};

interface Pattern {
  readonly regex: RegExp;
  readonly names: readonly string[];
  readonly other: string;
}

export type Translate = (text: string) => string | undefined;

/**
 * Finds the sentence that a text was built with and builds it anew in the other language. Values that are sentences
 * themselves are translated as well; `{list}` is taken apart at its commas. Undefined where no sentence fits: a quoted
 * line, or a text that nobody has translated.
 */
export function sentenceTranslator(sentences: readonly Sentence[]): Translate {
  const patterns = sentences.map(compile);
  const translate: Translate = (text) => {
    for (const { regex, names, other } of patterns) {
      const match = regex.exec(text);
      if (!match) continue;
      const values = new Map(names.map((name, i) => [name, translateValue(name, match[i + 1]!, translate)]));
      return other.replace(PLACEHOLDER, (_, name: string) => values.get(name)!);
    }
    return undefined;
  };
  return translate;
}

function translateValue(name: string, value: string, translate: Translate): string {
  if (name !== 'list') return translate(value) ?? value;
  return value
    .split(', ')
    .map((part) => translate(part) ?? part)
    .join('，');
}

function compile([english, other]: Sentence): Pattern {
  const names = [...english.matchAll(PLACEHOLDER)].map(([, name]) => name!);
  const source = english
    .split(PLACEHOLDER)
    .map((part, i) =>
      i % 2 === 1 ? `(${VALUES[part] ?? '.+?'})` : part.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&'),
    )
    .join('');
  return { regex: new RegExp(`^${source}$`, 's'), names, other };
}
