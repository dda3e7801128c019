import { wordStart } from './word-start.ts';

/** How long an IBAN of each country is (ISO 13616). */
const lengths = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
  FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20
  LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31
  SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map(each => [each.slice(0, 2), Number(each.slice(2))] as const),
);
const candidate = new RegExp(`${wordStart}([A-Z]{2})\\d{2}(?:[ -]?[A-Z0-9]){11,29}`, 'g');

/** Takes out IBANs: the length of the country's, and the check digits. */
export function scrubIbans(text: string, marker: string): string {
  return text.replace(candidate, (found, country: string, at: number) => {
    const iban = startOfLength(found, lengths.get(country) ?? 0);
    if (iban === undefined || remainder(iban) !== 1) return found;
    const isWhole =
      iban.length < found.length
        ? /[ -]/.test(found[iban.length] ?? '')
        : !/\w/.test(text[at + found.length] ?? '');
    return isWhole ? marker + found.slice(iban.length) : found;
  });
}

function startOfLength(found: string, length: number): string | undefined {
  let count = 0;
  for (let index = 0; index < found.length && length > 0; index++) {
    if (/[ -]/.test(found[index] ?? '')) continue;
    count++;
    if (count === length) return found.slice(0, index + 1);
  }
  return undefined;
}

function remainder(iban: string): number {
  const bare = iban.replace(/[ -]/g, '');
  let result = 0;
  for (const character of bare.slice(4) + bare.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    result = (result * (value > 9 ? 100 : 10) + value) % 97;
  }
  return result;
}
