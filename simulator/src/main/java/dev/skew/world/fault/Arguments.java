package dev.skew.world.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a command's flags. */
final class Arguments {

  private final Map<String, Object> values = new HashMap<>();

  void put(Flag<?> flag, Object value) {
    values.put(flag.name(), value);
  }

  boolean has(Flag<?> flag) {
    return values.containsKey(flag.name());
  }

  /** The value, or the flag's fallback. */
  <T> T get(Flag<T> flag) {
    return Objects.requireNonNull(getOrNull(flag), flag.name());
  }

  /** The value, or null where the flag is absent and has no fallback. */
  @SuppressWarnings("unchecked") // only a flag's own reader makes its value
  <T> @Nullable T getOrNull(Flag<T> flag) {
    Object value = values.get(flag.name());
    return value == null ? flag.fallback() : (T) value;
  }
}
