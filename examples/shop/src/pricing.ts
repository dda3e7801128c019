import type { Cart } from './cart.ts';
import { type Cents, formatMoney } from './money.ts';
import { voucherDiscount } from './vouchers.ts';

export interface Quote {
  subtotal: Cents;
  discount: Cents;
  total: Cents;
  grams: number;
  display: string;
}

export function priceCart(cart: Cart): Quote {
  let subtotal = 0;
  let grams = 0;
  for (const line of cart.lines) {
    subtotal += line.price * line.quantity;
    grams += line.grams * line.quantity;
  }
  const discount = voucherDiscount(cart, subtotal);
  const total = subtotal - discount;
  return { subtotal, discount, total, grams, display: formatMoney(total, cart.currency) };
}
