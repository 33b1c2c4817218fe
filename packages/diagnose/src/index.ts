export type * from './cause.ts';
export { causes } from './causes/index.ts';
export { diagnose } from './diagnose.ts';
export type * from './diagnosis.ts';
export { type CollectOptions, collectFacts } from './evidence/collect-facts.ts';
export { nameByCapture } from './evidence/expand-captures.ts';
export { looksLikeCapture, type OpenCapture, openCapture } from './evidence/open-capture.ts';
export { type LoadError, parseLoadError } from './evidence/parse-load-error.ts';
export * from './facts.ts';
export { planRemedies, type Remedies, type RemedyQuestion } from './remedies/plan-remedies.ts';
export {
  type Outcome,
  type PlanFile,
  type PlanTable,
  type RemedyPlan,
  type RemedyVerdict,
  WAYS,
  type Way,
} from './remedies/remedy-plan.ts';
export { reporters } from './reporters/index.ts';
export { mapStrings } from './reporters/map-strings.ts';
export { readExcerpts } from './reporters/read-excerpts.ts';
export { buildReport, type Report } from './reporters/report-model.ts';
export type { TerminalOptions, TerminalStyle } from './reporters/terminal-page.ts';
export { findSymptoms } from './symptoms/find-symptoms.ts';
export { causePage, withGaps } from './texts/cause-page.ts';
export type { Words } from './texts/en.ts';
export { LANGUAGES, type Language, type LanguageTag, loadLanguage } from './texts/language.ts';
export { localise } from './texts/localise.ts';
export { localiseRemedies } from './texts/localise-remedies.ts';
