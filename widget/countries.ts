/** Countries, their calling codes and possible lengths: enough to read a phone number before the exact metadata is here. */

/** What is known of a country (or another region that has a calling code) without loading anything. */
export type Country = {
  /** ISO 3166-1 alpha-2, and the few that ITU adds: AC, TA, XK. */
  readonly iso: string;
  /** Without the `+`. */
  readonly callingCode: string;
  /** Digits that a national number can have, without the trunk prefix. */
  readonly lengths: readonly number[];
  /** What is dialled before a national number within the country, mostly `0`; empty where there is nothing. */
  readonly trunk: string;
  /** How national numbers begin in this country, where it is not the main one of a shared calling code. */
  readonly leading: RegExp | undefined;
};

/**
 * Made by `npm run countries`. One group for each calling code, in rising order, separated by spaces; a group starts
 * with how much the code is higher than the one before (nothing: by 1), then come its countries, the main one first:
 * ISO code, trunk prefix and `~` (only `~`: `0`; stands for the whole group), possible lengths in base 36 (none: as the
 * country before), leading digits after a `/`.
 */
// oxfmt-ignore
const table =
  'US1~aAG/268AI/264AS/684BB/246BM/441BS/242CA7aDMa/767DO/8001|8[024]9GD/473GU/671JM/658|876KN/869KY/345LC/758MP/670MS/664PR/787|939SX/721TC/649TT/868VC/784VG/284VI/340 6RU8~aeKZ/7 13EG~89a 7ZA~56789a 3GRabc NL~56789ab BE~89 FR~9 ES9 2HU06~89 3IT6789abcVA/06698 RO~69 CH~9c 2AT~456789abcd GB~79aGG/1481IMa/74576|(?:16|7[56])24JE/1534 DK8 SE~6789ac NO58SJ/79 PL6789a DE~456789abcdef 2PE~89 MXa CU~678a AR~ab BR~89ab CL9ab CO~8ab VE~a 2MY~89a AU~56789acCC6789acCX ID~789abcdefgh PH~689abcd NZ~56789a SG8ab TH~89ad 15JP~89abcdefgh KR~5689abcde 2VN~789a 2CN~789abc 4TR~7acd IN~89abcd PK~89abc AF~9 LK~9 MM~6789a 3IR~4567a 113SS~9 MA~9EH DZ~89 3TN8 2LY~9 2GM79 SN9 MR8 ML8 GN89 CIa BF8 NE8 TG8 BJ8a MU78a LR~789 SL~8 GH~89 NG~abcde TD8 CF8 CM89 CV7 ST7 GQ9 GA78 CG9 CD~789a AO9 GW79 IO7 AC56 SC7 SD~9 RW~89 ET~9 SO~6789 DJ8 KE~789a TZ~9 UG~9 BI8 MZ89 2ZM~9 MG~9 RE~9YT ZW~79a NA~89 MW~79 LS8 BW78a SZ89 KM7 21SH45TA4/8 ER~7 6AW7 FO6 GL6 51GI8 PT9 LU456789ab IE~789a IS79 AL~6789 MT8 CY8 FI~56789abcAX/18 BG~6789c 11LT~8 LV8 EE78a MD~8 AM~8 BY8~6789ab AD689 MC~89 SM8a 2UA~9a RS~6789abc ME~89 XK~89abc 2HR~789 SI~5678 BA~89 2MK~8 31CZ9abc SK~679 2LI~79 77FK5 BZ7b GT8b SV78b HN8b NI8 CR8a PA78ab PM~69 HT8 81GP~9BLMF BO~89 GY7 EC~89ab GF~9 PY~6789ab MQ~9 SR67 UY~456789abcd CW78BQ7/[347] 71TL78 2NF6 BN7 NR7 PG78 TO57 SB57 VU57 FJ7b PW7 WF69 CK5 NU47 2WS567a KI~58 NC6 TV567 PF689 TK4567 FM7 MH1~7 158KP~8a 2HK56789b MO78 2KH~89a LA~89a 24BD~6789a 6TW~789ab 74MV7a LB~78 JO~89 SY~89 IQ~89a KW78 SA~9a YE~789 OM789 2PS~89a AE~56789abc IL~789abc BH8 QA789b BT78 MN~89a NP~8ab 15TJ9 TM8~8 AZ~9 GE~9 KG~9a 2UZ9';

let parsed: readonly Country[] | undefined;
let byIso: ReadonlyMap<string, Country> | undefined;

/** All countries by rising calling code, the main one of a shared code first. */
export function countries(): readonly Country[] {
  return (parsed ??= parse());
}

/** Before the first paint: what can wait is worked out when it is asked for. */
function parse(): Country[] {
  const result: Country[] = [];
  let code = 0;
  for (const group of table.split(' ')) {
    code += parseInt(group) || 1;
    let trunk = '';
    let digits = '';
    for (const entry of group.match(/[A-Z]{2}[^A-Z]*/g) ?? []) {
      const [rule = '', leading] = entry.slice(2).split('/');
      const end = rule.indexOf('~');
      if (end >= 0) trunk = rule.slice(0, end) || '0';
      digits = rule.slice(end + 1) || digits;
      const lengths = digits;
      result.push({
        iso: entry.slice(0, 2),
        callingCode: `${code}`,
        trunk,
        get lengths() {
          return Array.from(lengths, (digit) => parseInt(digit, 36));
        },
        get leading() {
          return leading === undefined ? undefined : new RegExp(`^(?:${leading})`);
        },
      });
    }
  }
  return result;
}

export function countryByIso(iso: string): Country | undefined {
  byIso ??= new Map(countries().map((country) => [country.iso, country]));
  return byIso.get(iso);
}

/**
 * The country that an international number without its `+` belongs to; the number may still be incomplete. Where it could
 * be of several countries that share a calling code, it is of `preferred` if that is among them, else of the main one.
 */
export function countryOfNumber(digits: string, preferred?: string): string | undefined {
  // No calling code begins with another one, so there is at most one that fits.
  const sharing = countries().filter(({ callingCode }) => digits.startsWith(callingCode));
  const own = sharing.find(({ callingCode, leading }) => leading?.test(digits.slice(callingCode.length)));
  const chosen = sharing.find(({ iso, leading }) => iso === preferred && !leading);
  return (own ?? chosen ?? sharing[0])?.iso;
}
