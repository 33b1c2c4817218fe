import { PlumbError } from '@plumb/core';

/** Llama 3.1 405B has 126; a file may claim any number, and that many would be built. */
export const MAX_LAYERS = 1024;

/** The fields of a `config.json`, or of one of its sub-configs. Throws `CONFIG_MALFORMED` for a value that no model has. */
export class ConfigFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  /** File, and the path of the sub-config in it. */
  readonly place: string;

  constructor(fields: Readonly<Record<string, unknown>>, place: string) {
    this.#fields = fields;
    this.place = place;
  }

  /** An integer from 1; `otherwise` where the file leaves it to the class's default. */
  size(name: string, otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.#fields[name] ?? otherwise;
    if (isSize(value) && value <= most) return value;
    throw this.#malformed(name, value, `an integer from 1 to ${most}`);
  }

  layers(name: string, otherwise: number): number {
    return this.size(name, otherwise, MAX_LAYERS);
  }

  ratio(name: string, otherwise: number): number {
    const value = this.#fields[name] ?? otherwise;
    if (typeof value === 'number' && value > 0) return value;
    throw this.#malformed(name, value, 'a positive number');
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.#fields[name] ?? otherwise;
    if (typeof value === 'boolean') return value;
    throw this.#malformed(name, value, 'true or false');
  }

  text(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Integers from 1, as a shape or a list of widths; `otherwise` where the file leaves it out. Null stands for none. */
  sizes(name: string, otherwise: readonly number[] | undefined): readonly number[] | undefined {
    const value = this.#fields[name];
    if (value === undefined) return otherwise;
    if (value === null) return undefined;
    if (Array.isArray(value) && value.length <= MAX_LAYERS && value.every(isSize)) return value as number[];
    throw this.#malformed(name, value, 'a list of integers from 1');
  }

  /** An integer of any sign: some configs write -1 for "as many as there are". */
  integer(name: string, otherwise: number): number {
    const value = this.#fields[name] ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value <= Number.MAX_SAFE_INTEGER)
      return value;
    throw this.#malformed(name, value, 'an integer');
  }

  /** The names of the fields, in the order of the file. */
  names(): string[] {
    return Object.keys(this.#fields);
  }

  /** A sub-config; undefined where the file has none, which leaves all of it to the class's defaults. */
  sub(name: string): ConfigFields | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'object' && !Array.isArray(value))
      return new ConfigFields(value as Record<string, unknown>, `${this.place}: ${name}`);
    throw this.#malformed(name, value, 'an object');
  }

  #malformed(name: string, value: unknown, expected: string): PlumbError {
    return new PlumbError({
      code: 'CONFIG_MALFORMED',
      what: `${this.place}: ${name} is ${JSON.stringify(value)}.`,
      why: `Names and shapes of the model follow from it, so it has to be ${expected}.`,
      remedy: 'Compare the file with the published config of the same model.',
    });
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
