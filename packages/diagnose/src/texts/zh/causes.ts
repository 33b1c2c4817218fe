import type { CauseTexts } from '../language.ts';
export const causes: Readonly<Record<string, CauseTexts>> = {};
