import { type ByteSource, PlumbError } from '@plumb/core';

const LIMITS = {
  /** Bytes that the package reads at a time, and asks for beyond the end of a short file. */
  chunk: 2_000_000,
};

export interface GgufFile {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tensorInfos: readonly {
    readonly name: string;
    /** Fastest axis first. */
    readonly shape: readonly bigint[];
    readonly dtype: number;
    /** From the beginning of the data. */
    readonly offset: bigint;
  }[];
  /** Absolute offset of the data. */
  readonly tensorDataOffset: bigint;
}

/**
 * Hugging Face's own reader, given our bytes in place of the network. It is loaded only here: it takes longer to load
 * than all of Plumb. It stops at 50 MB of header.
 */
export async function parseGguf(source: ByteSource): Promise<GgufFile> {
  const { gguf } = await import('@huggingface/gguf');
  let file: GgufFile & { littleEndian: boolean; tensorInfoByteRange: [start: number, end: number] };
  try {
    // the address is only a name: what is asked for it is answered below
    file = (await gguf('https://plumb.invalid/', { fetch: answerFrom(source) })) as unknown as typeof file;
  } catch (cause) {
    if (cause instanceof PlumbError) throw cause;
    throw malformedGguf(source, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!file.littleEndian)
    throw new PlumbError({
      code: 'BYTE_ORDER',
      what: `${source.place} is a big-endian GGUF file.`,
      why: 'Plumb reads little-endian tensors only, as every machine with a GPU writes them.',
      remedy: 'Convert it with gguf_convert_endian.py of llama.cpp.',
    });
  // a short file is read as if zeros followed it
  const end = file.tensorInfoByteRange[1];
  if (end > source.size) throw malformedGguf(source, `its header ends at byte ${end} of ${source.size}`);
  return file;
}

function answerFrom(source: ByteSource): typeof fetch {
  return async (_, init) => {
    const range = new Headers(init?.headers).get('range') ?? '';
    const [from = 0, to = 0] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).slice(1).map(Number);
    if (from > source.size + LIMITS.chunk) throw malformedGguf(source, 'its header goes on behind its end');
    const length = Math.max(0, Math.min(to + 1, source.size) - from);
    const bytes = length === 0 ? new Uint8Array(0) : await source.read(from, length);
    return new Response(new Uint8Array(bytes), {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${Math.max(from, from + length - 1)}/${source.size}` },
    });
  };
}

export function malformedGguf(source: ByteSource, problem: string, cause?: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'GGUF_MALFORMED',
      what: `${source.place} is not a valid GGUF file: ${problem}.`,
      why: 'llama.cpp refuses it too: it was cut short, damaged or made by hand.',
      remedy: 'Fetch or convert the file again and compare its size and sha256 with the original.',
    },
    { cause },
  );
}
