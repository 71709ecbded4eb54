/** The field that belongs to a screen, if it has one. */
import type { FieldState } from './fields.ts';
import { numberField } from './first-view.ts';
import { screenOf } from './flow-state.ts';
import type { View } from './views/view.ts';

export function fieldOf(view: View, labels: readonly string[]): FieldState | undefined {
  const { state, text } = view;
  const field = numberField({ ...view, locked: false }, labels);
  switch (screenOf(state)) {
    case 'number':
      return view.locked ? undefined : field;
    case 'code':
      return (
        field && {
          ...field,
          kind: 'code',
          attributes: { type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', enterkeyhint: 'done' },
          label: text('codeLabel', { n: state.session?.facts.codeLength ?? 0 }),
          labelled: false,
          value: state.code,
        }
      );
    default:
      return undefined;
  }
}
