import type { Cart } from './cart.ts';
import { RequestError } from './errors.ts';
import { type Cents, percentOf } from './money.ts';

interface Voucher {
  percent: number;
  from: Cents;
}

const vouchers = new Map<string, Voucher>([
  ['WELCOME10', { percent: 10, from: 0 }],
  ['HOME15', { percent: 15, from: 10000 }],
]);

/** What the best of the cart's vouchers takes off; vouchers do not add up. */
export function voucherDiscount(cart: Cart, subtotal: Cents): Cents {
  if (cart.vouchers.length === 0) return 0;
  let best = 0;
  for (const code of cart.vouchers) {
    const voucher = vouchers.get(code);
    if (!voucher) throw new RequestError(400, `We do not know the voucher ${code}.`);
    if (subtotal >= voucher.from) best = Math.max(best, percentOf(subtotal, voucher.percent));
  }
  return best;
}
