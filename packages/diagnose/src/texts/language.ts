import { en, type Words } from './en.ts';

/** The words of one cause in another language; placeholders and the order of remedies are the English entry's. */
export interface CauseTexts {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly remedies: readonly { readonly text: string; readonly cost: string; readonly risk: string }[];
}

/** A sentence that Plumb builds from facts, and the same in another language. `{n}` takes a number, `{list}` a list. */
export type Sentence = readonly [english: string, other: string];

export interface Language {
  readonly words: Words;
  /** By code. A cause that is not here is told in English, and the report says so. */
  readonly causes: Readonly<Record<string, CauseTexts>>;
  readonly sentences: readonly Sentence[];
  /** The same for plans of remedies; apart, since a column's head (`model`, `no`) may be a value elsewhere. */
  readonly remedySentences: readonly Sentence[];
}

export const LANGUAGES = ['en', 'zh'] as const;
export type LanguageTag = (typeof LANGUAGES)[number];

export const english: Language = { words: en, causes: {}, sentences: [], remedySentences: [] };

/** Only the language that is asked for is read: start-up time matters. */
const LOADERS: Record<LanguageTag, () => Promise<Language>> = {
  en: async () => english,
  zh: async () => (await import('./zh/index.ts')).zh,
};

export function loadLanguage(tag: LanguageTag): Promise<Language> {
  return LOADERS[tag]();
}
