import { Router } from 'express';
import { addLine, addVoucher, openCart } from '../cart.ts';
import { findProduct } from '../catalog.ts';
import { RequestError } from '../errors.ts';
import { placeOrder } from '../orders.ts';

interface OrderRequest {
  lines?: { sku: string; quantity: number }[];
  vouchers?: string[];
  currency?: string;
  zone?: string;
}

export const orderRoutes: Router = Router();

orderRoutes.post('/', (req, res) => {
  const customer = req.get('x-customer');
  if (!customer) throw new RequestError(401, 'Sign in to place an order.');
  const body: OrderRequest = req.body;
  const cart = openCart(customer, body.currency ?? 'EUR');
  for (const line of body.lines ?? []) addLine(cart, findProduct(line.sku), line.quantity);
  for (const code of body.vouchers ?? []) addVoucher(cart, code);
  res.status(201).json(placeOrder(cart, body.zone ?? 'home'));
});
