import { Router } from 'express';
import { RequestError } from '../errors.ts';
import { shippingCost } from '../shipping.ts';

export const shippingRoutes: Router = Router();

shippingRoutes.get('/', (req, res) => {
  const { zone, grams } = req.query;
  const weight = Number(grams);
  if (!(weight > 0)) throw new RequestError(400, 'Say how many grams the parcel weighs.');
  res.json({ zone, cost: shippingCost(String(zone ?? 'home'), weight) });
});
