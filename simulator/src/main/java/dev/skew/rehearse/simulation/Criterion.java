package dev.skew.rehearse.simulation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One success criterion of a chaos experiment, judged over one run.
 *
 * @param name as programs know it
 * @param title as people know it
 * @param detail why it was judged so, with the figures
 * @param figures by name, in the order in which they should be read
 */
public record Criterion(
    String name, String title, Judgement judgement, String detail, Map<String, Number> figures) {

  /** Whether a criterion is met. */
  public enum Judgement {
    MET,
    NOT_MET,
    /** There was nothing to judge, or no way to. */
    NOT_APPLICABLE
  }

  public Criterion {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
