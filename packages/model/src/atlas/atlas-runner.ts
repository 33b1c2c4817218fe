import type { Image } from '@plumb/contract';
import { closeAll } from '../close-all.ts';
import { publishPhase } from '../publish-phase.ts';
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

/**
 * Runs an AtlasVLA: the instruction once, then a step a picture. An instruction that nothing asked for depends on is not encoded. One
 * at a time: buffers are shared between steps.
 */
export class AtlasRunner {
  readonly #text: TextEncoder;
  readonly #tokens = new Map<string, Float32Array>();
  /** Undefined where the step reads no instruction: the simple backbone's action depends on none. */
  readonly #language: Session | undefined;
  readonly #step: Session;
  /** The instruction whose tokens lie in the step's input. */
  #current: string | undefined;

  private constructor(text: TextEncoder, language: Session | undefined, step: Session) {
    this.#text = text;
    this.#language = language;
    this.#step = step;
  }

  /** `text` may serve several runners; its owner closes it. */
  static async open(model: AtlasModel, text: TextEncoder, options: RunnerOptions): Promise<AtlasRunner> {
    const { folder } = model.table;
    const graph = stepGraph(model, options);
    const step = await openSession(graph, folder, options);
    if (!graph.reads('tokens') && !graph.reads('mask')) return new AtlasRunner(text, undefined, step);
    const language = await openSession(languageGraph(model), folder, options).catch(
      async (error: unknown) => {
        await step.close();
        throw error;
      },
    );
    return new AtlasRunner(text, language, step);
  }

  /** `images`: one a view, of the model's size, row 0 first. */
  async step(images: readonly Image[], instruction: string): Promise<StepResult> {
    const { inputs, outputs } = this.#step;
    if (this.#language && this.#current !== instruction) {
      // holds for nothing until both inputs are of one instruction
      this.#current = undefined;
      (inputs.tokens as Float32Array).set(await this.#encode(instruction, this.#language));
      (inputs.mask as Float32Array).set((await this.#text.encode(instruction)).mask);
      this.#current = instruction;
    }
    const pixels = inputs.image as Uint8Array;
    let at = 0;
    for (const { data } of images) {
      pixels.set(data, at);
      at += data.length;
    }
    await publishPhase('step', () => this.#step.run());
    const { actions, ...features } = outputs;
    return {
      actions: actions!.slice(),
      features: Object.fromEntries(Object.entries(features).map(([name, data]) => [name, data.slice()])),
    };
  }

  async close(): Promise<void> {
    await closeAll(
      () => this.#step.close(),
      () => this.#language?.close(),
    );
  }

  async #encode(instruction: string, language: Session): Promise<Float32Array> {
    const known = this.#tokens.get(instruction);
    if (known) return known;
    const { hidden } = await this.#text.encode(instruction);
    (language.inputs.hidden as Float32Array).set(hidden);
    await language.run();
    const tokens = language.outputs.tokens!.slice();
    if (this.#tokens.size >= INSTRUCTIONS_KEPT) this.#tokens.delete(this.#tokens.keys().next().value!);
    this.#tokens.set(instruction, tokens);
    return tokens;
  }
}
