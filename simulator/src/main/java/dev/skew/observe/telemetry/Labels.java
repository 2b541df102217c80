package dev.skew.observe.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The labels of a series, in the order of their names. A label whose value is empty is the same as
 * none, as in Prometheus ({@code model/labels}).
 */
public final class Labels implements Comparable<Labels> {

  /** The label that holds a metric's name. */
  public static final String NAME = "__name__";

  public static final Labels EMPTY = new Labels(new String[0]);

  /** Name, value, name, value. */
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /**
   * Labels of names and values in turn, in any order.
   *
   * @throws IllegalArgumentException for a name without a value, or one that is given twice
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "label %s has no value".formatted(namesAndValues[namesAndValues.length - 1]));
    }
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
        throw new IllegalArgumentException("label %s is given twice".formatted(namesAndValues[i]));
      }
    }
    return of(sorted);
  }

  /** Labels of a map from names to values. */
  public static Labels of(Map<String, String> values) {
    List<String> pairs = new ArrayList<>(2 * values.size());
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                pairs.add(name);
                pairs.add(value);
              }
            });
    return pairs.isEmpty() ? EMPTY : new Labels(pairs.toArray(String[]::new));
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** The value of a label, empty where there is none of this name. */
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  public boolean has(String name) {
    return !get(name).isEmpty();
  }

  /** The metric's name, empty where it has none. */
  public String metric() {
    return get(NAME);
  }

  /** Names and values, in the order of the names. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  public List<String> names() {
    List<String> names = new ArrayList<>(size());
    forEach((name, value) -> names.add(name));
    return names;
  }

  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    forEach(map::put);
    return map;
  }

  /** With one label set, or removed where the value is empty. */
  public Labels with(String name, String value) {
    if (get(name).equals(value)) {
      return this;
    }
    Map<String, String> map = toMap();
    map.put(name, value);
    return of(map);
  }

  /** Without the metric's name. */
  public Labels withoutName() {
    return has(NAME) ? without(Set.of(NAME)) : this;
  }

  public Labels without(Collection<String> names) {
    return filtered(names, false);
  }

  /** Only the labels that are named. */
  public Labels keeping(Collection<String> names) {
    return filtered(names, true);
  }

  private Labels filtered(Collection<String> names, boolean kept) {
    String[] left = new String[pairs.length];
    int length = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == kept) {
        left[length++] = pairs[i];
        left[length++] = pairs[i + 1];
      }
    }
    if (length == pairs.length) {
      return this;
    }
    return length == 0 ? EMPTY : new Labels(Arrays.copyOf(left, length));
  }

  /**
   * By the first label in which they differ: its name, then its value; a shorter one comes first.
   */
  @Override
  public int compareTo(Labels other) {
    int common = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < common; i++) {
      int order = pairs[i].compareTo(other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Labels labels
            && hash == labels.hash
            && Arrays.equals(pairs, labels.pairs));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As PromQL writes a series: {@code up{job="etcd"}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(metric());
    List<String> inBraces = new ArrayList<>();
    forEach(
        (name, value) -> {
          if (!name.equals(NAME)) {
            inBraces.add(name + "=" + quoted(value));
          }
        });
    if (!inBraces.isEmpty() || text.isEmpty()) {
      text.append('{').append(String.join(", ", inBraces)).append('}');
    }
    return text.toString();
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
