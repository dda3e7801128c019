import { assemble } from '../assemble.ts';
import type { Language } from '../language.ts';
import type { Tree } from '../syntax.ts';
import type { Description } from './description.ts';
import { outlineOf } from './outline.ts';
import { shapesOf } from './shapes.ts';

/** A language made of its description, over its parser. */
export function described(description: Description, parse: (text: string) => Tree): Language {
  const { family, imports, resolve } = description;
  const outline = outlineOf(description);
  return assemble({
    id: family,
    family,
    parse,
    shapes: shapesOf(description),
    functions: tree => outline(tree).functions,
    classes: tree => outline(tree).classes,
    imports,
    resolve,
  });
}
