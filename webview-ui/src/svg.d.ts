/** A drawing, as its text. */
declare module '*.svg' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: what the bundler makes of such a file
  export default text;
}
