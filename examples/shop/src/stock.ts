import { RequestError } from './errors.ts';

const onHand = new Map<string, number>([
  ['mug-stone', 140],
  ['bowl-ash', 35],
  ['lamp-reed', 12],
  ['throw-wool', 20],
  ['stool-oak', 6],
  ['board-olive', 0],
]);

export function available(sku: string): number {
  return onHand.get(sku) ?? 0;
}

/** Takes pieces off the shelf; all of them or none. */
export function reserve(sku: string, quantity: number): void {
  const left = available(sku) - quantity;
  if (left < 0) throw new RequestError(409, `Only ${available(sku)} of ${sku} are left.`);
  onHand.set(sku, left);
}

export function release(sku: string, quantity: number): void {
  onHand.set(sku, available(sku) + quantity);
}
