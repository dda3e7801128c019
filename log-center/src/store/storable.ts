import { PostgresDialect, PostgresQueryCompiler, SqliteDialect, SqliteQueryCompiler } from 'kysely';

/** What stands in the place of characters that cannot be stored. */
const replacement = '\ufffd';

/**
 * A value as both engines keep it: PostgreSQL refuses text with a NUL in it, and SQLite's functions end there. Events bring
 * such text along.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', replacement) : value;
}

class StorableSqliteCompiler extends SqliteQueryCompiler {
  protected override addParameter(value: unknown): void {
    super.addParameter(storable(value));
  }
}

class StorablePostgresCompiler extends PostgresQueryCompiler {
  protected override addParameter(value: unknown): void {
    super.addParameter(storable(value));
  }
}

/** SQLite, with no text in it that PostgreSQL would refuse. */
export class StorableSqliteDialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new StorableSqliteCompiler();
  }
}

/** PostgreSQL, with no text sent to it that it would refuse. */
export class StorablePostgresDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new StorablePostgresCompiler();
  }
}
