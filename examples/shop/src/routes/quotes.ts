import { Router } from 'express';
import { quoteForCustomer, quoteForGuest } from '../checkout.ts';

export const quoteRoutes: Router = Router();

quoteRoutes.post('/', (req, res) => {
  const customer = req.get('x-customer');
  const { sku, skus, quantity, currency, vouchers } = req.body;
  const quote = customer
    ? quoteForCustomer(customer, skus ?? [sku], currency ?? 'EUR', vouchers)
    : quoteForGuest(sku, quantity ?? 1, currency ?? 'EUR');
  res.json(quote);
});
