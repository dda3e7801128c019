const thrown = /^\s*(?:\}\s*)?(?:(?:if|else|elif|unless|case|default|when)\b.*?[\s):{])?(?:throw|raise)\b/;
const thrownByCall =
  /(?:^|[\s;:{&|?(])(?:panic!?|unreachable!|todo!|unimplemented!|bail!|ensure!|assert\w*!?|debug_assert\w*!|Promise\.reject|abort|process\.abort|errors\.New|fmt\.Errorf|log\.(?:Panic|Fatal)\w*|trigger_error|(?:\w+\.)?(?:requireNonNull|checkNotNull|checkArgument|checkState|checkElementIndex|require|requireNotNull|error|ThrowIf\w+|invariant|precondition))\s*!?[( ]/;
const raisedByName =
  /(?:^|[\s;:{(])(?:Objects|Preconditions|Validate|Assert|Guard|Guards|Check|Debug|Ensure|Contract|Verify|Requires|Args|Invariant)(?:\.|::)\w+(?:\.\w+)*(?:<[^<>]*>)?\s*\(/;
const functionName =
  /^_*(?:[Aa]ssert|[Cc]heck|[Ee]nsure|[Rr]equire|[Vv]alidate|[Vv]erify|[Gg]uard|[Ii]nvariant|[Pp]recondition|[Rr]aise|[Tt]hrow|[Ff]ail|[Pp]anic|[Aa]bort|[Rr]eject|[Dd]ie|[Mm]ust|[Ee]xpect|[Ee]nforce|[Rr]efuse)(?:$|[A-Z_\d]|s?$)/;

/** True when the line throws on purpose, so that the mistake is likelier with whoever called. */
export function throwsOnPurpose(line: string | undefined): boolean {
  if (line === undefined) return false;
  const text = line.slice(0, 2000);
  return thrown.test(text) || thrownByCall.test(text) || raisedByName.test(text);
}

/** True when a function is called like one that only checks and throws. */
export function namesCheck(name: string): boolean {
  return functionName.test(name.slice(0, 200));
}
