import type { Language } from '../language.ts';
import { causes } from './causes.ts';
import { remedySentences } from './remedy-sentences.ts';
import { sentences } from './sentences.ts';
import { words } from './words.ts';

export const zh: Language = { words, causes, sentences, remedySentences };
