import { closeAll } from '../close-all.ts';
import { causalBias } from '../forward/qwen.ts';
import { publishPhase } from '../publish-phase.ts';
import { openSession, type Session, type SessionOptions } from '../session.ts';
import { TextTokenizer } from '../text/text-tokenizer.ts';
import { embeddingGraph, textGraph } from './atlas-graphs.ts';
import type { AtlasModel } from './atlas-model.ts';

/** Instructions whose features are kept: a suite of LIBERO has ten, and each takes a quarter of a megabyte. */
export const INSTRUCTIONS_KEPT = 128;

export interface EncodedInstruction {
  /** [tokens, hidden], the language model's last hidden state. */
  readonly hidden: Float32Array;
  /** [tokens], 1 for a token, 0 for padding. */
  readonly mask: Float32Array;
}

/**
 * Instructions through tokenizer and language model, each once. The sessions open with the first; the table of tokens is read
 * by the CPU whatever the device.
 */
export class TextEncoder {
  readonly #model: AtlasModel;
  readonly #options: SessionOptions;
  readonly #tokenizer: TextTokenizer;
  readonly #known = new Map<string, EncodedInstruction>();
  #sessions: Promise<readonly [table: Session, text: Session]> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(model: AtlasModel, tokenizer: TextTokenizer, options: SessionOptions) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#options = options;
  }

  static async open(model: AtlasModel, options: SessionOptions): Promise<TextEncoder> {
    const tokenizer = await publishPhase('tokenizer', () => TextTokenizer.open(model.languageFolder));
    return new TextEncoder(model, tokenizer, options);
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
    this.#sessions ??= this.#open();
    const [table, text] = await this.#sessions;
    (table.inputs.ids as BigInt64Array).set(ids.map(BigInt));
    await table.run();
    (text.inputs.embedded as Float32Array).set(table.outputs.embedded!);
    (text.inputs.bias as Float32Array).set(causalBias(mask));
    await publishPhase('encode the instruction', () => text.run());
    const encoded = { hidden: text.outputs.hidden!.slice(), mask: Float32Array.from(mask) };
    if (this.#known.size >= INSTRUCTIONS_KEPT) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(instruction, encoded);
    return encoded;
  }

  async #open(): Promise<readonly [table: Session, text: Session]> {
    const { folder } = this.#model.table;
    const table = await openSession(embeddingGraph(this.#model), folder, { threads: 1 });
    const text = await openSession(textGraph(this.#model), folder, this.#options).catch(
      async (error: unknown) => {
        await table.close();
        throw error;
      },
    );
    return [table, text];
  }

  async close(): Promise<void> {
    // where they did not open, `encode` said so
    const sessions = await this.#sessions?.catch(() => undefined);
    await closeAll(...(sessions ?? []).map((session) => () => session.close()));
  }
}
