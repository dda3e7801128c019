import type { ScrubRule } from '../scrub-settings.ts';

export interface NameRule {
  readonly rule: ScrubRule;
  /** Against the words of a name in lower case, with `_` before, between and after them: `_api_key_`. */
  readonly pattern: RegExp;
  /** Letters of which every name that `pattern` fits holds some: by them, names are found in free text. */
  readonly tells: readonly string[];
  /** Likewise, but not as a part of a longer word; `_` is any character. */
  readonly words?: readonly string[];
}

/** Names of fields that hold something sensitive, whatever their value looks like. The first that fits decides. */
export const nameRules: readonly NameRule[] = [
  {
    rule: 'password',
    pattern:
      /passw(?:or)?[dt]|passphrase|passcode|pwd_|pwd_?hash_|kennwort|contrase[nñ]a|_senha_|wachtwoord|_mot_de_passe_|motdepasse|_(?:pass|pswd|psw|pw|pin|otp|totp|mfa)_|_(?:pin|otp|mfa)_code_/,
    tells: [
      'passw',
      'passphrase',
      'passcode',
      'pwd',
      'pswd',
      'kennwort',
      'contrase',
      'wachtwoord',
      'de_?passe',
    ],
    words: ['pass', 'psw', 'pw', 'pin', 'otp', 'totp', 'mfa', 'senha'],
  },
  {
    rule: 'private-key',
    pattern: /private_?key|_(?:ssh|pgp|gpg|rsa|pem)_key_/,
    tells: ['private'],
    words: ['ssh_key', 'pgp_key', 'gpg_key', 'rsa_key', 'pem_key'],
  },
  {
    rule: 'token',
    pattern:
      /token_|(?:access|refresh|auth|api|session|id|bearer|user|device|csrf|personal|secret)_?tokens_|csrf|xsrf|_jwts?_|_bearer_|_saml_?re(?:sponse|quest)_|_(?:amz|goog|hub)_(?:\w{1,40}_)?signature_|^_sig_$/,
    tells: ['token', 'csrf', 'xsrf', 'jwt', 'bearer', 'samlre', 'saml_re', 'signature'],
    words: ['sig'],
  },
  {
    rule: 'authorization',
    pattern: /authori[sz]ation_|_auth_|_(?:oauth|authorization)_code_/,
    tells: ['authori'],
    words: ['auth', 'oauth'],
  },
  {
    rule: 'session',
    pattern:
      /cookies?_|sess(?:ion)?_?ids?_|_sess(?:ion)?_(?:data_|cookie_)?$|session_?key_|_sid_|_remember_me_/,
    tells: ['cookie', 'sess', 'remember'],
    words: ['sid'],
  },
  {
    rule: 'card',
    pattern:
      /card_?(?:number|num|no|holder|code|cvv|cvc|exp\w{0,20})_|(?:credit|debit|payment|bank)_?cards?_|^_card_$|_(?:cvv|cvc|csc|ccv|ccn)_|_cc_(?:number|num|no|exp)_|_security_code_|^_pan_$/,
    tells: ['card', 'cvv', 'cvc', 'ccv', 'security.?code'],
    words: ['ccn', 'csc', 'pan', 'cc'],
  },
  {
    rule: 'ssn',
    pattern: /_ssn_|social_?security|_(?:national|tax)_(?:id|identifier|number|no)_|passport_?(?:number|no)_/,
    tells: ['ssn', 'social', 'national', 'passport'],
    words: ['tax'],
  },
  {
    rule: 'iban',
    pattern: /iban_|bank_?account(?:_?(?:number|num|no))?_|account_?number_|routing_?number_|_sort_code_/,
    tells: ['iban', 'account', 'routing', 'sort.?code'],
  },
  {
    rule: 'secret',
    pattern:
      /secret_|_secrets_|secret_?(?:key|access|value|id|data)|credentials?_|_creds?_|(?:api|access|signing|encryption|decryption|encrypt|crypto|master|subscription|license|licence|shared|hmac|aes|consumer)_?keys?_|_(?:app|application|account|client|deploy|webhook)_key_|_(?:recovery|backup)_codes?_|_mnemonic_|_seed_phrase_/,
    tells: ['secret', 'cred', 'key', 'recovery', 'backup.?code', 'mnemonic', 'seed.?phrase'],
  },
];

/** First words after which a name tells of a thing, but does not hold it: `has_password`. */
export const aboutBefore: ReadonlySet<string> = new Set(
  'has is was are num number count total max min needs need requires require should can no show hide use uses allow enable disable missing'.split(
    ' ',
  ),
);

/** Last words likewise: `token_count`, `passwordResetUrl`. */
export const aboutAfter: ReadonlySet<string> = new Set(
  `count counts length len size type types kind url uri endpoint path field fields label policy strength rule rules regex pattern
  expires expiry expired expiration exp at in ttl timeout age lifetime limit used usage remaining enabled required valid
  invalid exists present changed updated created method mode provider backend engine domain secure httponly samesite
  version status index position offset format brand issuer budget cost realm scope audience ratio rate duration time date start started end name names class manager factory service
  store handler middleware validator validators encoder hasher hashers parser generator serializer interceptor error
  errors schema model table column view form page screen component button input attempts retries`
    .trim()
    .split(/\s+/),
);
