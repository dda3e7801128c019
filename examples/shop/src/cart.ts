import { randomUUID } from 'node:crypto';
import type { Product } from './catalog.ts';
import { RequestError } from './errors.ts';
import type { Cents } from './money.ts';

export interface CartLine {
  sku: string;
  quantity: number;
  price: Cents;
  grams: number;
}

export interface Cart {
  id: string;
  customer: string;
  currency: string;
  lines: CartLine[];
  vouchers: string[];
}

export function openCart(customer: string, currency: string): Cart {
  return { id: randomUUID(), customer, currency, lines: [], vouchers: [] };
}

/** A cart for somebody who has not signed in; it is gone when they leave. */
export function openGuestCart(currency: string): Cart {
  return { id: `guest-${randomUUID()}`, customer: 'guest', currency, lines: [] as CartLine[] } as Cart;
}

export function addLine(cart: Cart, product: Product, quantity: number): void {
  if (!Number.isInteger(quantity) || quantity < 1) {
    throw new RequestError(400, 'A quantity is a whole number from 1.');
  }
  const line = cart.lines.find(candidate => candidate.sku === product.sku);
  if (line) {
    line.quantity += quantity;
  } else {
    cart.lines.push({ sku: product.sku, quantity, price: product.price, grams: product.grams });
  }
}

export function addVoucher(cart: Cart, code: string): void {
  const voucher = code.trim().toUpperCase();
  if (!cart.vouchers.includes(voucher)) cart.vouchers.push(voucher);
}
