/** Narrower than this nothing of ours fits. */
const NARROWEST = 40;

/** Columns of a terminal; where the stream is none, what `COLUMNS` says, else `otherwise`. Between 40 and `widest`. */
export function widthOf(
  stream: { readonly columns?: number },
  { otherwise, widest }: { readonly otherwise: number; readonly widest: number },
  env: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const asked = /^[1-9]\d*$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : otherwise;
  // a terminal that does not know its size says 0
  return Math.min(widest, Math.max(NARROWEST, stream.columns || asked));
}
