package dev.skew.world.kv;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value that a store has put together of several clients' values, as a cart that holds what two
 * carts held: their names in order, with {@value #SEPARATOR} between them.
 */
public final class MergedValue {

  private static final char SEPARATOR = '|';

  private MergedValue() {}

  /** The union of values, each of which may be a union itself. */
  public static String union(Collection<String> values) {
    Set<String> parts = new TreeSet<>();
    values.forEach(value -> parts.addAll(parts(value)));
    return String.join(String.valueOf(SEPARATOR), parts);
  }

  /** What clients wrote, of which a value is made. */
  public static List<String> parts(String value) {
    int from = 0;
    int to = value.indexOf(SEPARATOR);
    if (to < 0) {
      return List.of(value);
    }
    List<String> parts = new ArrayList<>();
    for (; to >= 0; to = value.indexOf(SEPARATOR, from)) {
      parts.add(value.substring(from, to));
      from = to + 1;
    }
    parts.add(value.substring(from));
    return parts;
  }

  /** All parts of values, each once, in their order; the same list where nothing was merged. */
  public static List<String> parts(List<String> values) {
    if (!isAnyMerged(values)) {
      return values;
    }
    Set<String> parts = new LinkedHashSet<>();
    values.forEach(value -> parts.addAll(parts(value)));
    return List.copyOf(parts);
  }

  private static boolean isAnyMerged(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).indexOf(SEPARATOR) >= 0) {
        return true;
      }
    }
    return false;
  }
}
