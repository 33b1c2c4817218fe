import type { Sentence } from '../language.ts';
export const sentences: readonly Sentence[] = [];
