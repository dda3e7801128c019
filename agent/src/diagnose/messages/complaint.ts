/** What an exception's type and message say went wrong, in terms that do not depend on the language. */
export type Complaint =
  /** Something was done with a value that is not there. */
  | {
      kind: 'nothing';
      what: 'undefined' | 'null' | 'None' | 'nil';
      action: NothingAction;
      property?: string;
      text?: string;
      operator?: string;
      /** The operand that the message says it is. */
      side?: 'left' | 'right';
    }
  /** Something was called that is no function. */
  | { kind: 'not-callable'; text: string; property?: string }
  /** A value was looped over, spread or unpacked that cannot be. */
  | { kind: 'not-iterable'; text?: string; type?: string }
  /** A value of another type than the code takes it for. */
  | {
      kind: 'wrong-type';
      type: string;
      property?: string;
      operator?: string;
      side?: 'left' | 'right';
      callee?: string;
      /** What the message says would have gone, where it is no number. */
      wanted?: 'array' | 'string';
    }
  /** A key is not in a mapping. */
  | { kind: 'missing-key'; key: string }
  /** An object of a named type has no such attribute. */
  | { kind: 'missing-attribute'; type: string; property: string }
  | { kind: 'index'; sequence?: string; index?: number; length?: number }
  | { kind: 'division' }
  /** A function that needs at least one element got none. */
  | { kind: 'empty'; callee?: string }
  | { kind: 'name'; name: string; reason: 'undefined' | 'unassigned' | 'early' }
  /** A text could not be read as a number. */
  | { kind: 'conversion'; callee: string; text: string }
  | { kind: 'unpack'; expected?: number; got?: number }
  | {
      kind: 'arguments';
      callee: string;
      missing: string[];
      /** A name that the function has no parameter for. */
      unexpected?: string;
      /** How many more were given than the function takes. */
      surplus?: number;
    }
  | { kind: 'length'; value?: string }
  /** A text could not be read as JSON; `seen` where the message tells what it was. */
  | { kind: 'json'; seen?: 'empty' | 'undefined' | 'object' }
  /** Bytes or characters that an encoding does not have. */
  | { kind: 'encoding'; codec: string }
  | { kind: 'constant' }
  /** A format is given more or fewer values than it has places. */
  | { kind: 'format' }
  /** A time that knows its time zone meets one that does not. */
  | { kind: 'mixed-times' }
  /** A number for which a function of mathematics has no value. */
  | { kind: 'domain' }
  /** A date that is none is written out. */
  | { kind: 'time' }
  /** A text that is no regular expression. */
  | { kind: 'pattern' }
  | { kind: 'recursion' }
  | { kind: 'mutated' }
  /** A result that holds an error was taken for a success. */
  | { kind: 'failed'; callee: string; reason?: string }
  /** A number left the range of its type. */
  | { kind: 'overflow'; operation: string }
  /** Something is in a state in which this cannot be done: closed, frozen, borrowed. */
  | { kind: 'state'; what: string }
  /** Thrown on purpose, or not understood. */
  | { kind: 'other' };

export type NothingAction =
  | 'read'
  | 'write'
  | 'call'
  | 'iterate'
  | 'destructure'
  | 'operate'
  | 'length'
  | 'convert'
  | 'contains'
  /** It was given to a function that does not take it. */
  | 'hand-over';
export type ComplaintKind = Complaint['kind'];

/** The complaint of this kind. */
export type ComplaintOf<K extends ComplaintKind> = Extract<Complaint, { kind: K }>;
