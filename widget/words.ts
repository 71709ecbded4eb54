/** The element's texts: the first ones at once, those of the person's language when they are here, the page's own over both. */
import { directionOf } from './language.ts';
import { first } from './messages/first.ts';
import { format, loadMessages, type MessageKey, type Messages, type MessageValues } from './messages/index.ts';

export class Words {
  /** BCP 47: what was asked for. */
  tag = '';
  /** BCP 47: what the texts are. */
  locale = 'en';
  overrides: Partial<Messages> | undefined;
  #texts: Partial<Messages> = first;
  #loading: Promise<void> | undefined;

  /** Loads the texts for a tag, once. Rejects where not even the English ones can be loaded. */
  load(tag: string): Promise<void> {
    if (this.#loading && tag === this.tag) return this.#loading;
    this.tag = tag;
    return (this.#loading = this.#load(tag));
  }

  async #load(tag: string): Promise<void> {
    try {
      const loaded = await loadMessages(tag);
      if (tag !== this.tag) return;
      this.#texts = loaded.messages;
      this.locale = loaded.tag;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

  readonly text = (key: MessageKey, values?: MessageValues): string =>
    format(this.overrides?.[key] ?? this.#texts[key] ?? '', values, this.locale, directionOf(this.locale));
}
