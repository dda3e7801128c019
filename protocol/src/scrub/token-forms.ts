import { wordStart as start } from './word-start.ts';

/** How the tokens and keys of one provider look. */
export interface TokenForm {
  /** Literal text that is in each of them; by these the forms are found quickly. */
  readonly tells: readonly string[];
  /** Bounded, or open at its end only: no text makes it go over the same characters again and again. */
  readonly pattern: string;
}

const end = '(?![A-Za-z0-9])';

export const tokenForms: readonly TokenForm[] = [
  // AWS
  { tells: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], pattern: `${start}A(?:KI|SI|BI|CC)A[A-Z0-9]{16}${end}` },
  // Google: API keys, OAuth access and refresh tokens, client secrets
  { tells: ['AIza'], pattern: 'AIza[\\w-]{35}' },
  { tells: ['ya29.'], pattern: 'ya29\\.[\\w-]{20,}' },
  { tells: ['1//0'], pattern: '1//0[\\w-]{40,}' },
  { tells: ['GOCSPX-'], pattern: 'GOCSPX-[\\w-]{20,}' },
  // GitHub
  { tells: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: 'gh[pousr]_[A-Za-z0-9]{30,}' },
  { tells: ['github_pat_'], pattern: 'github_pat_\\w{22,}' },
  // GitLab
  {
    tells: [
      'glpat-',
      'gldt-',
      'glrt-',
      'gloas-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
    ],
    pattern: 'gl(?:pat|dt|rt|oas|cbt|ptt|ft|imt|agent|soat)-[\\w-]{20,}(?:\\.\\w{2}\\.\\w{7,9})?',
  },
  // Slack
  {
    tells: ['xoxa-', 'xoxb-', 'xoxc-', 'xoxd-', 'xoxe-', 'xoxe.', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    pattern: 'xox[a-eoprs][.-][\\w.%-]{10,}',
  },
  { tells: ['xapp-'], pattern: 'xapp-\\d-[\\w-]{10,}' },
  {
    tells: ['hooks.slack.com/'],
    pattern: '(?<=hooks\\.slack\\.com/)[a-z]{1,12}/\\w{5,20}/\\w{5,20}/\\w{10,}',
  },
  // Stripe
  {
    tells: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    pattern: '[sr]k_(?:live|test)_[A-Za-z0-9]{10,}',
  },
  { tells: ['whsec_'], pattern: 'whsec_[A-Za-z0-9+/=]{20,}' },
  // npm, PyPI, Docker, RubyGems
  { tells: ['npm_'], pattern: 'npm_[A-Za-z0-9]{30,}' },
  { tells: ['pypi-'], pattern: 'pypi-[\\w-]{40,}' },
  { tells: ['dckr_'], pattern: 'dckr_(?:pat|oat)_[\\w-]{20,}' },
  { tells: ['rubygems_'], pattern: 'rubygems_[0-9a-f]{40,}' },
  // Anthropic, OpenAI and their like, Hugging Face
  {
    tells: ['sk-'],
    pattern: `${start}sk-(?:(?:ant|proj|svcacct|admin|None|or)-[\\w-]{20,}|[A-Za-z0-9]{32,})`,
  },
  { tells: ['hf_'], pattern: `${start}hf_[A-Za-z0-9]{30,}` },
  { tells: ['gsk_'], pattern: `${start}gsk_[A-Za-z0-9]{40,}` },
  // Mail and telephone services
  { tells: ['SG.'], pattern: `${start}SG\\.[\\w-]{16,}\\.[\\w-]{16,}` },
  { tells: ['key-'], pattern: `${start}key-[0-9a-f]{32}${end}` },
  { tells: ['-us'], pattern: `${start}[0-9a-f]{32}-us\\d{1,2}${end}` },
  { tells: ['SK'], pattern: `${start}SK[0-9a-f]{32}${end}` },
  // Clouds and platforms
  { tells: ['dop_v1_', 'doo_v1_', 'dor_v1_'], pattern: 'do[opr]_v1_[0-9a-f]{40,}' },
  { tells: ['Q~'], pattern: `${start}[\\w.~-]{3}\\dQ~[\\w.~-]{31,34}` },
  { tells: ['dapi'], pattern: `${start}dapi[0-9a-f]{32}` },
  { tells: ['hvs.', 'hvb.'], pattern: `${start}hv[sb]\\.[\\w-]{20,}` },
  { tells: ['dp.'], pattern: `${start}dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{30,}` },
  { tells: ['sbp_'], pattern: `${start}sbp_[0-9a-f]{40}` },
  { tells: ['.atlasv1.'], pattern: `${start}[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,}` },
  // Developer tools
  { tells: ['ATATT3', 'ATCTT3', 'ATBB'], pattern: `${start}AT(?:[AC]TT3[\\w=-]{50,}|BB[\\w=-]{24,})` },
  { tells: ['lin_api_', 'lin_oauth_'], pattern: 'lin_(?:api|oauth)_[A-Za-z0-9]{32,}' },
  { tells: ['ntn_', 'secret_'], pattern: `${start}(?:ntn|secret)_[A-Za-z0-9]{40,}` },
  { tells: ['glsa_', 'glc_'], pattern: `${start}gl(?:sa|c)_[\\w=+/-]{30,}` },
  { tells: ['NRAK-'], pattern: 'NRAK-[A-Z0-9]{20,}' },
  { tells: ['sntrys_', 'sntryu_'], pattern: 'sntry[su]_[\\w=+/-]{30,}' },
  { tells: ['PMAK-'], pattern: 'PMAK-[0-9a-f]{20,}-[0-9a-f]{30,}' },
  // Shops
  { tells: ['shpat_', 'shpca_', 'shppa_', 'shpss_'], pattern: 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{30,}' },
  { tells: ['sq0'], pattern: `${start}sq0[a-z]{3}-[\\w-]{20,}` },
  // Chats
  { tells: [':AA'], pattern: '(?<!\\d)\\d{8,10}:AA[\\w-]{32,}' },
  { tells: ['/webhooks/'], pattern: '(?<=/api/webhooks/)\\d{15,20}/[\\w-]{50,}' },
  // Encryption
  { tells: ['AGE-SECRET-KEY-'], pattern: 'AGE-SECRET-KEY-1[0-9A-Z]{50,}' },
];
