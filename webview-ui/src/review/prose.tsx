import { cut } from './words.ts';

const most = 8000;

/** Words from the agent, in which code stands between backticks. Text nodes only, whatever is in them. */
export function Prose({ text }: { text: string }) {
  const parts = cut(text, most).split(/`([^`\n]+)`/);
  // Parts at odd places were between backticks. They never move, so that their place is their key.
  return (
    <>{parts.map((part, place) => (place % 2 === 0 ? part : <code key={String(place)}>{part}</code>))}</>
  );
}
