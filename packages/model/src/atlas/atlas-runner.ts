import type { Image } from '@plumb/contract';
import { openSession, type Session, type SessionOptions } from '../session.ts';
import { languageGraph, stepGraph } from './atlas-graphs.ts';
import type { AtlasModel } from './atlas-model.ts';
import { INSTRUCTIONS_KEPT, type TextEncoder } from './text-encoder.ts';

export interface RunnerOptions extends SessionOptions {
  readonly views: number;
  /** Give hidden features with every step. */
  readonly features?: boolean;
}

/** What one step gave. Copies: the next step leaves them alone. */
export interface StepResult {
  /** [horizon, action]. */
  readonly actions: Float32Array;
  /** `vision`, `language`, `global`, where asked for. */
  readonly features: Readonly<Record<string, Float32Array>>;
}

/** Runs an AtlasVLA: the instruction once, then a step a picture. One at a time: buffers are shared between steps. */
export class AtlasRunner {
  readonly #text: TextEncoder;
  readonly #tokens = new Map<string, Float32Array>();
  readonly #language: Session;
  readonly #step: Session;
  /** The instruction whose tokens lie in the step's input. */
  #current: string | undefined;

  private constructor(text: TextEncoder, language: Session, step: Session) {
    this.#text = text;
    this.#language = language;
    this.#step = step;
  }

  /** `text` may serve several runners; its owner closes it. */
  static async open(model: AtlasModel, text: TextEncoder, options: RunnerOptions): Promise<AtlasRunner> {
    const { folder } = model.table;
    const language = await openSession(languageGraph(model), folder, options);
    const step = await openSession(stepGraph(model, options), folder, options).catch(
      async (error: unknown) => {
        await language.close();
        throw error;
      },
    );
    return new AtlasRunner(text, language, step);
  }

  /** `images`: one a view, of the model's size, row 0 first. */
  async step(images: readonly Image[], instruction: string): Promise<StepResult> {
    const { inputs, outputs } = this.#step;
    if (this.#current !== instruction) {
      // holds for nothing until both inputs are of one instruction
      this.#current = undefined;
      (inputs.tokens as Float32Array).set(await this.#encode(instruction));
      (inputs.mask as Float32Array).set((await this.#text.encode(instruction)).mask);
      this.#current = instruction;
    }
    const pixels = inputs.image as Uint8Array;
    let at = 0;
    for (const { data } of images) {
      pixels.set(data, at);
      at += data.length;
    }
    await this.#step.run();
    const { actions, ...features } = outputs;
    return {
      actions: actions!.slice(),
      features: Object.fromEntries(Object.entries(features).map(([name, data]) => [name, data.slice()])),
    };
  }

  async close(): Promise<void> {
    await this.#step.close();
    await this.#language.close();
  }

  async #encode(instruction: string): Promise<Float32Array> {
    const known = this.#tokens.get(instruction);
    if (known) return known;
    const { hidden } = await this.#text.encode(instruction);
    (this.#language.inputs.hidden as Float32Array).set(hidden);
    await this.#language.run();
    const tokens = this.#language.outputs.tokens!.slice();
    if (this.#tokens.size >= INSTRUCTIONS_KEPT) this.#tokens.delete(this.#tokens.keys().next().value!);
    this.#tokens.set(instruction, tokens);
    return tokens;
  }
}
