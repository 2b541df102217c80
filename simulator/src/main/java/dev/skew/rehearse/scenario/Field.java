package dev.skew.rehearse.scenario;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record as a file has it.
 *
 * @param get where a record keeps it: what is absent in a file is taken from the base record
 * @param required whether it must be there
 * @param inherits the base for reading it, from the fields read before it; null for {@code get} of
 *     the base record
 * @param doc what it is, one sentence for the reference
 */
record Field<T, V>(
    String key,
    Shape<V> shape,
    Function<T, V> get,
    boolean required,
    @Nullable Function<Values, V> inherits,
    String doc) {

  /** A field that may be absent. */
  static <T, V> Field<T, V> of(String key, Shape<V> shape, Function<T, V> get, String doc) {
    return new Field<>(key, shape, get, false, null, doc);
  }

  /** A field that must be there. */
  static <T, V> Field<T, V> required(String key, Shape<V> shape, Function<T, V> get, String doc) {
    return new Field<>(key, shape, get, true, null, doc);
  }

  /** The same field, filled in from what other fields of the same record say. */
  Field<T, V> inheriting(Function<Values, V> base) {
    return new Field<>(key, shape, get, required, base, doc);
  }

  /** The same field of a record that contains this one's. */
  <U> Field<U, V> in(Function<U, T> part) {
    return new Field<>(key, shape, part.andThen(get), required, inherits, doc);
  }
}
