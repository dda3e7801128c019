import { useEffect, useState } from 'preact/hooks';

/** Two columns of code need about this much. */
const query = '(width >= 760px)';

/** True where there is room for two sides. */
export function useWide(): boolean {
  const [isWide, setWide] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setWide(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  return isWide;
}
