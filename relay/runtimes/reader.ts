/** Reads single variables of an environment and collects what is wrong with them, a line each; no secret is in a line. */

/** Variables by name; an empty one counts as missing. */
export type Environment = { readonly [name: string]: string | undefined };

export class Reader {
  readonly faults: string[] = [];
  readonly #environment: Environment;
  constructor(environment: Environment) {
    this.#environment = environment;
  }
  text(name: string): string | undefined {
    const value = this.#environment[name]?.trim();
    return value === '' ? undefined : value;
  }
  required(name: string, example: string): string {
    const value = this.text(name);
    if (value === undefined) this.faults.push(`${name} is missing; for example ${name}=${example}`);
    return value ?? '';
  }
  wholeNumber(name: string, usual: number, least: number, most: number): number {
    const text = this.text(name);
    const value = text === undefined ? usual : Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    this.faults.push(`${name} must be a whole number from ${least} to ${most}`);
    return usual;
  }
  oneOf<T extends string>(name: string, usual: T, known: readonly T[]): T {
    const value = this.text(name) ?? usual;
    if ((known as readonly string[]).includes(value)) return value as T;
    this.faults.push(`${name} must be one of ${known.join(', ')}`);
    return usual;
  }
  /** Names out of a list, each once, in the order in which they were given. */
  listOf<T extends string>(name: string, usual: readonly T[]): readonly T[] {
    const text = this.text(name);
    if (text === undefined) return usual;
    const named = text.split(',').map((item) => item.trim());
    const known = named.flatMap((item) => usual.filter((one) => one === item));
    if (known.length < named.length || new Set(known).size < known.length) {
      this.faults.push(`${name} must be one of ${usual.join(', ')}, or several of them, each once`);
    }
    return known;
  }
  url(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || /^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value;
    this.faults.push(`${name} must be a URL; for example ${name}=https://api.example.com/v1`);
    return undefined;
  }
}
