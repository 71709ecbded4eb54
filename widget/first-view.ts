/** From state and properties to what is shown: as far as that goes before anything else is here. */
import { countryByIso } from './countries.ts';
import type { FieldState } from './fields.ts';
import { chosenChannel, isBusy, offeredChannels, type State } from './flow-state.ts';
import { regionOf } from './language.ts';
import type { View } from './views/view.ts';
import type { Words } from './words.ts';

/** What the page says. */
export type Wishes = {
  readonly country: string;
  readonly countries: readonly string[];
  readonly ticket: string;
  readonly recipientLocked: boolean;
};

/** The countries that can be chosen; all: empty. */
export function allowedCountries({ config }: State, wishes: Wishes): readonly string[] {
  const wanted = wishes.countries.map((iso) => iso.toUpperCase());
  const allowed = config?.countries ?? wanted;
  return wanted.length ? wanted.filter((iso) => allowed.includes(iso)) : allowed;
}

function chosenCountry(state: State, wishes: Wishes): string {
  const allowed = allowedCountries(state, wishes);
  const fits = (iso: string): boolean => !!countryByIso(iso) && (!allowed.length || allowed.includes(iso));
  const told = [state.country, wishes.country.toUpperCase(), state.config?.country ?? ''].find(fits);
  const language = told ? '' : navigator.languages.find((each) => fits(regionOf(each)));
  return told ?? (language ? regionOf(language) : (allowed.find(fits) ?? 'US'));
}

export function viewOf(
  state: State,
  wishes: Wishes,
  words: Words,
  rest: Pick<View, 'dispatch' | 'press' | 'disabled'> & Partial<View>,
): View {
  const country = chosenCountry(state, wishes);
  return {
    state,
    now: 0,
    text: words.text,
    locale: words.locale,
    line: undefined,
    above: undefined,
    below: '',
    channels: offeredChannels(state),
    channel: chosenChannel(state),
    country,
    callingCode: countryByIso(country)?.callingCode ?? '',
    recipient: state.text,
    recipientIn: (key) => words.text(key, { recipient: state.text }),
    own: false,
    locked: wishes.recipientLocked || !!wishes.ticket,
    busy: isBusy(state),
    waiting: false,
    ...rest,
  };
}

/** The field of the first screen. `labels`: the page's own, which take the place of ours. */
export function numberField(view: View, labels: readonly string[]): FieldState | undefined {
  const { state, text, channel, line, busy, disabled } = view;
  const isEmail = channel === 'email';
  const type = isEmail ? 'email' : 'tel';
  return view.locked
    ? undefined
    : {
        kind: isEmail ? 'email' : 'recipient',
        attributes: { type, autocomplete: type, enterkeyhint: 'send' },
        label: labels.join(' ') || text(isEmail ? 'emailLabel' : 'phoneLabel'),
        labelled: labels.length > 0,
        value: state.text,
        invalid: !!line?.fault,
        readOnly: busy,
        disabled,
      };
}
