import { mapValue, type Value } from './value.ts';

const secretName =
  /pass(?:word|wd|phrase)?$|^pwd$|secret|token|api[-_]?key|private[-_]?key|credential|authori[sz]ation|cookie|session|csrf|xsrf|signature|^auth$|card[-_]?number|\bcvv\b|\bcvc\b|iban|\bssn\b/i;
const secretText =
  /\b(?:sk|pk|rk)[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9]{16,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:Bearer|Basic)\s+[\w.~+/=-]{12,}/;
const mail = /[\w.+-]+@(?!example\.)[\w-]+(?:\.[\w-]+)+/g;

/** True for names of variables, fields and headers whose values must not be written down. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** True for text that looks like a key, a token or a password header by itself. */
export function isSecretText(text: string): boolean {
  return secretText.test(text);
}

/** Text with secrets and mail addresses replaced by stand-ins of the same form. */
export function redactText(text: string): string {
  return (isSecretText(text) ? 'redacted' : text).replace(mail, 'someone@example.com');
}

/** A test is committed for all to read, so secrets and personal data of the event are replaced by stand-ins. */
export function redact(value: Value, name?: string): Value {
  return mapValue(
    value,
    (part, under) => {
      if (part.kind !== 'literal' || typeof part.value !== 'string') return part;
      if (under !== undefined && isSecretName(under)) return { kind: 'literal', value: 'redacted' };
      return { kind: 'literal', value: redactText(part.value) };
    },
    name,
  );
}
