import type { AnyTemplate } from '../template.ts';
import * as goBounds from './go/bounds.ts';
import * as goErrors from './go/errors.ts';
import * as goLookup from './go/lookup.ts';
import * as goNilValue from './go/nil-value.ts';
import * as javaBounds from './java/bounds.ts';
import * as javaField from './java/field.ts';
import * as javaLookup from './java/lookup.ts';
import * as javaText from './java/text.ts';
import * as javascriptAwaiting from './javascript/await.ts';
import * as javascriptBinding from './javascript/binding.ts';
import * as javascriptBoundary from './javascript/boundary.ts';
import * as javascriptBounds from './javascript/bounds.ts';
import * as javascriptCollectionMethod from './javascript/collection-method.ts';
import * as javascriptCount from './javascript/count.ts';
import * as javascriptCycles from './javascript/cycles.ts';
import * as javascriptDictionary from './javascript/dictionary.ts';
import * as javascriptEmptyInput from './javascript/empty-input.ts';
import * as javascriptEndlessLoop from './javascript/endless-loop.ts';
import * as javascriptGuards from './javascript/guards.ts';
import * as javascriptHandedDown from './javascript/handed-down.ts';
import * as javascriptImportShape from './javascript/import-shape.ts';
import * as javascriptJsonText from './javascript/json-text.ts';
import * as javascriptLookup from './javascript/lookup.ts';
import * as javascriptMissingField from './javascript/missing-field.ts';
import * as javascriptMissingProperty from './javascript/missing-property.ts';
import * as javascriptMissingReturn from './javascript/missing-return.ts';
import * as javascriptNames from './javascript/names.ts';
import * as javascriptNothing from './javascript/nothing.ts';
import * as javascriptOneKindOfNumber from './javascript/one-kind-of-number.ts';
import * as javascriptOptional from './javascript/optional.ts';
import * as javascriptParameterCheck from './javascript/parameter-check.ts';
import * as javascriptPickByKind from './javascript/pick-by-kind.ts';
import * as javascriptPlainPattern from './javascript/plain-pattern.ts';
import * as javascriptRecursion from './javascript/recursion.ts';
import * as javascriptValidDate from './javascript/valid-date.ts';
import * as javascriptVisitedElements from './javascript/visited-elements.ts';
import * as pythonAbsentKey from './python/absent-key.ts';
import * as pythonArguments from './python/arguments.ts';
import * as pythonAwaiting from './python/await.ts';
import * as pythonAwareTimes from './python/aware-times.ts';
import * as pythonBlankParts from './python/blank-parts.ts';
import * as pythonBoundary from './python/boundary.ts';
import * as pythonBounds from './python/bounds.ts';
import * as pythonConversion from './python/conversion.ts';
import * as pythonCycles from './python/cycles.ts';
import * as pythonEmptyInput from './python/empty-input.ts';
import * as pythonEncoding from './python/encoding.ts';
import * as pythonEndlessLoop from './python/endless-loop.ts';
import * as pythonFormatValues from './python/format-values.ts';
import * as pythonGuards from './python/guards.ts';
import * as pythonIteration from './python/iteration.ts';
import * as pythonLazyReading from './python/lazy-reading.ts';
import * as pythonLookup from './python/lookup.ts';
import * as pythonMissingField from './python/missing-field.ts';
import * as pythonMissingProperty from './python/missing-property.ts';
import * as pythonMissingReturn from './python/missing-return.ts';
import * as pythonNames from './python/names.ts';
import * as pythonNothing from './python/nothing.ts';
import * as pythonNumberRange from './python/number-range.ts';
import * as pythonParameterCheck from './python/parameter-check.ts';
import * as pythonPlainPattern from './python/plain-pattern.ts';
import * as pythonRecursion from './python/recursion.ts';
import * as pythonRecursiveEnd from './python/recursive-end.ts';
import * as pythonShapes from './python/shapes.ts';
import * as pythonTexts from './python/texts.ts';
import * as pythonUnknownKey from './python/unknown-key.ts';

/** Templates for JavaScript and TypeScript; candidates are ranked, so their order here means nothing. */
export const javascriptTemplates: readonly AnyTemplate[] = [
  ...javascriptMissingProperty.missingProperty,
  ...javascriptMissingField.missingField,
  ...javascriptMissingReturn.missingReturn,
  ...javascriptNothing.nothing,
  ...javascriptLookup.lookup,
  ...javascriptBoundary.boundary,
  ...javascriptAwaiting.awaiting,
  ...javascriptBounds.bounds,
  ...javascriptEmptyInput.emptyInput,
  ...javascriptNames.names,
  ...javascriptParameterCheck.parameterCheck,
  ...javascriptOptional.optional,
  ...javascriptBinding.binding,
  ...javascriptImportShape.importShape,
  ...javascriptJsonText.jsonText,
  ...javascriptCount.count,
  ...javascriptCollectionMethod.collectionMethod,
  ...javascriptDictionary.dictionary,
  ...javascriptHandedDown.handedDown,
  ...javascriptPickByKind.pickByKind,
  ...javascriptRecursion.recursion,
  ...javascriptVisitedElements.visitedElements,
  ...javascriptCycles.cycles,
  ...javascriptEndlessLoop.endlessLoop,
  ...javascriptPlainPattern.plainPattern,
  ...javascriptOneKindOfNumber.oneKindOfNumber,
  ...javascriptValidDate.validDate,
  ...javascriptGuards.guards,
];

/** Templates for Python; candidates are ranked, so their order here means nothing. */
export const pythonTemplates: readonly AnyTemplate[] = [
  ...pythonMissingProperty.missingProperty,
  ...pythonMissingField.missingField,
  ...pythonMissingReturn.missingReturn,
  ...pythonNothing.nothing,
  ...pythonLookup.lookup,
  ...pythonBoundary.boundary,
  ...pythonAwaiting.awaiting,
  ...pythonBounds.bounds,
  ...pythonEmptyInput.emptyInput,
  ...pythonUnknownKey.unknownKey,
  ...pythonNames.names,
  ...pythonParameterCheck.parameterCheck,
  ...pythonConversion.conversion,
  ...pythonIteration.iteration,
  ...pythonArguments.callArguments,
  ...pythonShapes.valueShapes,
  ...pythonRecursion.recursion,
  ...pythonCycles.cycles,
  ...pythonEndlessLoop.endlessLoop,
  ...pythonRecursiveEnd.recursiveEnd,
  ...pythonTexts.texts,
  ...pythonEncoding.encoding,
  ...pythonAbsentKey.absentKey,
  ...pythonBlankParts.blankParts,
  ...pythonPlainPattern.plainPattern,
  ...pythonNumberRange.numberRange,
  ...pythonLazyReading.lazyReading,
  ...pythonFormatValues.formatValues,
  ...pythonAwareTimes.awareTimes,
  ...pythonGuards.guards,
];

/** Templates for Go. */
export const goTemplates: readonly AnyTemplate[] = [
  ...goNilValue.nilValue,
  ...goErrors.errors,
  ...goLookup.lookup,
  ...goBounds.bounds,
];

/** Templates for Java. */
export const javaTemplates: readonly AnyTemplate[] = [
  ...javaField.field,
  ...javaLookup.lookup,
  ...javaBounds.bounds,
  ...javaText.text,
];
