import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { PlumbError } from '@plumb/core';

export interface EncodedText {
  /** `length` ids: the text's, then padding. */
  readonly ids: readonly number[];
  /** 1 for a token of the text, 0 for padding. */
  readonly mask: readonly number[];
}

/**
 * A tokenizer as `AutoTokenizer(text, padding='max_length', truncation=True, max_length=length)` uses it. Throws
 * `TOKENIZER_UNUSABLE` where the folder does not tell the padding token, or pads on the left.
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #pad: number;

  private constructor(tokenizer: Tokenizer, pad: number) {
    this.#tokenizer = tokenizer;
    this.#pad = pad;
  }

  static async open(folder: string): Promise<TextTokenizer> {
    const place = join(folder, 'tokenizer.json');
    const json = await readJson(place);
    const configPlace = join(folder, 'tokenizer_config.json');
    const config = existsSync(configPlace) ? await readJson(configPlace) : {};
    const mapPlace = join(folder, 'special_tokens_map.json');
    const map = existsSync(mapPlace) ? await readJson(mapPlace) : {};
    if (config.padding_side === 'left')
      throw unusable(configPlace, 'It pads on the left, which AtlasVLA was never run with.');
    const content = tokenText(config.pad_token) ?? tokenText(map.pad_token);
    if (content === undefined) throw unusable(configPlace, 'It names no padding token.');
    const tokenizer = new Tokenizer(json, config);
    const pad = tokenizer.token_to_id(content);
    if (pad === undefined) throw unusable(place, `Its padding token ${content} is not in the vocabulary.`);
    return new TextTokenizer(tokenizer, pad);
  }

  encode(text: string, length: number): EncodedText {
    const whole: number[] = this.#tokenizer.encode(text).ids;
    const ids = whole.length > length ? this.#truncate(text, whole, length) : whole;
    const padding = new Array<number>(length - ids.length).fill(this.#pad);
    return { ids: [...ids, ...padding], mask: [...ids.map(() => 1), ...padding.map(() => 0)] };
  }

  /** What the tokenizer puts around a text stays; the text loses its end. */
  #truncate(text: string, whole: readonly number[], length: number): number[] {
    const bare: number[] = this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
    const around = whole.length - bare.length;
    let before = 0;
    while (before < around && !bare.every((id, i) => whole[before + i] === id)) before++;
    const kept = bare.slice(0, length - around);
    return [...whole.slice(0, before), ...kept, ...whole.slice(before + bare.length)];
  }
}

function tokenText(token: unknown): string | undefined {
  if (typeof token === 'string') return token;
  const content = (token as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : undefined;
}

async function readJson(place: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(place, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw unusable(place, `It can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unusable(place: string, why: string): PlumbError {
  return new PlumbError({
    code: 'TOKENIZER_UNUSABLE',
    what: `${place} cannot be used as the policy's tokenizer.`,
    why,
    remedy: 'Give the folder that the model was trained with: --language-model <folder>.',
  });
}
