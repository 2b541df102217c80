package dev.skew.world.replica;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to its row, in row format: {@code Write_rows}, {@code Update_rows} or
 * {@code Delete_rows}.
 *
 * @param value null for a deletion
 */
public record RowChange(Kind kind, String key, @Nullable String value) {

  /** What was done, which says what must have been there before. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }
}
