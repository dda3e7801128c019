/** Loaded before a program: its clock is as many hours ahead as `TEST_HOURS_AHEAD` says. */
const ahead = Number(process.env['TEST_HOURS_AHEAD']) * 3_600_000;
const real = Date;

globalThis.Date = new Proxy(real, {
  construct(target, given: [], newTarget) {
    return Reflect.construct(target, given.length === 0 ? [real.now() + ahead] : given, newTarget);
  },
  get(target, name) {
    return name === 'now' ? () => real.now() + ahead : Reflect.get(target, name);
  },
});
