/** For use in expressions: here no word goes on. The letters of `\n` and `%20` are part of none. */
export const wordStart = '(?<!(?<!\\\\|%[\\dA-Fa-f])\\w)';
