package dev.skew.world.check;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one checker concludes of a run.
 *
 * @param checker its name, in kebab-case
 * @param checked how many things it examined: operations, reads, entries
 * @param violationCount how many violations it found, all of them
 * @param violations the first few of them
 * @param measures what it measured, by name
 * @param note what it could not examine and why; empty unless undecided in part
 */
public record CheckReport(
    String checker,
    Verdict verdict,
    long checked,
    long violationCount,
    List<Violation> violations,
    SortedMap<String, Double> measures,
    String note) {

  public CheckReport {
    violations = List.copyOf(violations);
    measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
  }

  /** A measure that this checker is known to take. */
  public double measure(String name) {
    Double value = measures.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          checker + " measures " + measures.keySet() + ", not " + name);
    }
    return value;
  }
}
