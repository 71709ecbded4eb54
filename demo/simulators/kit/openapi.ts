/** For simulators' tests: holds what is on the wire to the vendor's own OpenAPI specification (3.1). */
import assert from 'node:assert/strict';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Content = { readonly content: { readonly 'application/json': { readonly schema: object } } };
type Described = {
  readonly requestBody?: Content;
  readonly responses: Record<string, Partial<Content> & { $ref?: string }>;
};

/** The path of an operation as the specification writes it, and its method in lower case. */
export type Route = readonly [path: string, method: string];

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

export class Specification<Operation extends string> {
  readonly #ajv: Ajv2020 = new Ajv2020({ strict: false, allErrors: true });
  readonly #paths: Record<string, Record<string, Described>>;
  readonly #routes: Readonly<Record<Operation, Route>>;

  constructor(spec: { readonly paths: object }, routes: Readonly<Record<Operation, Route>>) {
    formats.default(this.#ajv);
    this.#ajv.addSchema(spec, 'spec');
    this.#paths = spec.paths as Record<string, Record<string, Described>>;
    this.#routes = routes;
  }

  /** An answer is one that the specification names. */
  assertAnswer(operation: Operation, status: number, body: unknown): void {
    const validate =
      this.#schemaOf(operation, status) ?? assert.fail(`${operation}: ${status} is not in the specification`);
    assert.ok(validate(body), `${operation} ${status}: ${this.#ajv.errorsText(validate.errors)}`);
  }

  /** A request is one that the specification allows, where it describes a body. */
  assertRequest(operation: Operation, body: unknown): void {
    if (!this.#described(operation).requestBody) return;
    const at = pointer('paths', ...this.#routes[operation], 'requestBody', 'content', 'application/json', 'schema');
    const validate = this.#ajv.getSchema(`spec#/${at}`) ?? assert.fail(at);
    assert.ok(validate(body), `${operation} was accepted: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #described(operation: Operation): Described {
    const [path, method] = this.#routes[operation];
    return this.#paths[path]?.[method] ?? assert.fail(operation);
  }

  #schemaOf(operation: Operation, status: number): ValidateFunction | undefined {
    const { responses } = this.#described(operation);
    // `4XX` stands for all that have no entry of their own.
    const key = [`${status}`, `${Math.floor(status / 100)}XX`].find((candidate) => candidate in responses);
    const response = responses[key ?? ''];
    if (key === undefined || !response) return undefined;
    const at = response.$ref?.slice('#/'.length) ?? pointer('paths', ...this.#routes[operation], 'responses', key);
    return this.#ajv.getSchema(`spec#/${at}/${pointer('content', 'application/json', 'schema')}`);
  }
}
