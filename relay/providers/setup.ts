/** How a provider that asks its vendor before it begins says that it cannot begin. */

/** One fault a line: `NAME what is wrong`. Thrown while the provider is made, never later. */
export class ProviderSetupError extends Error {
  override readonly name: string = 'ProviderSetupError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
