import { RequestError } from './errors.ts';
import type { Cents } from './money.ts';

interface RateBand {
  upTo: number;
  price: Cents;
}

/** Parcel rates by zone: bands by weight in grams, lightest first. */
const rates: Record<string, RateBand[]> = {
  home: [
    { upTo: 1000, price: 390 },
    { upTo: 5000, price: 590 },
    { upTo: 20000, price: 990 },
  ],
  eu: [
    { upTo: 1000, price: 890 },
    { upTo: 5000, price: 1490 },
    { upTo: 20000, price: 2990 },
  ],
};

const freightPerKilo: Cents = 140;

/** What every step up in weight adds in the warehouse. */
const handling: Cents = 50;

/** What it costs to send so many grams: a parcel by its band, beyond the last one freight by the kilo. */
export function shippingCost(zone: string, grams: number): Cents {
  const bands = rates[zone];
  if (!bands) throw new RequestError(400, `We do not ship to the zone ${zone}.`);
  for (let i = 0; i <= bands.length; i++) {
    const band = bands[i] as RateBand;
    if (grams <= band.upTo) return band.price + i * handling;
  }
  return Math.ceil(grams / 1000) * freightPerKilo;
}
