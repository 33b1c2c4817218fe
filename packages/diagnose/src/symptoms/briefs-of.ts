/** What symptoms are called in a sentence, each once: two environments may be predicted to crash on one checkpoint. */
export function briefsOf(symptoms: readonly { readonly brief: string }[]): string[] {
  return [...new Set(symptoms.map(({ brief }) => brief))];
}
