import { causalBias } from '../forward/qwen.ts';
import { openSession, type Session, type SessionOptions } from '../session.ts';
import { TextTokenizer } from '../text/text-tokenizer.ts';
import { textGraph } from './atlas-graphs.ts';
import type { AtlasModel } from './atlas-model.ts';

/** Instructions whose features are kept: a suite of LIBERO has ten, and each takes a quarter of a megabyte. */
export const INSTRUCTIONS_KEPT = 128;

export interface EncodedInstruction {
  /** [tokens, hidden], the language model's last hidden state. */
  readonly hidden: Float32Array;
  /** [tokens], 1 for a token, 0 for padding. */
  readonly mask: Float32Array;
}

/** Instructions through tokenizer and language model, each once. The session opens with the first. */
export class TextEncoder {
  readonly #model: AtlasModel;
  readonly #options: SessionOptions;
  readonly #tokenizer: TextTokenizer;
  readonly #known = new Map<string, EncodedInstruction>();
  #session: Promise<Session> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(model: AtlasModel, tokenizer: TextTokenizer, options: SessionOptions) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#options = options;
  }

  static async open(model: AtlasModel, options: SessionOptions): Promise<TextEncoder> {
    return new TextEncoder(model, await TextTokenizer.open(model.languageFolder), options);
  }

  /** One at a time: policies that share an encoder share its session's buffers. */
  encode(instruction: string): Promise<EncodedInstruction> {
    const next = this.#turn.then(() => this.#encode(instruction));
    this.#turn = next.catch(() => {});
    return next;
  }

  async #encode(instruction: string): Promise<EncodedInstruction> {
    const known = this.#known.get(instruction);
    if (known) return known;
    const { ids, mask } = this.#tokenizer.encode(instruction, this.#model.config.language.maxLength);
    this.#session ??= openSession(textGraph(this.#model), this.#model.table.folder, this.#options);
    const session = await this.#session;
    (session.inputs.ids as BigInt64Array).set(ids.map(BigInt));
    (session.inputs.bias as Float32Array).set(causalBias(mask));
    await session.run();
    const encoded = { hidden: session.outputs.hidden!.slice(), mask: Float32Array.from(mask) };
    if (this.#known.size >= INSTRUCTIONS_KEPT) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(instruction, encoded);
    return encoded;
  }

  async close(): Promise<void> {
    await (await this.#session)?.close();
  }
}
