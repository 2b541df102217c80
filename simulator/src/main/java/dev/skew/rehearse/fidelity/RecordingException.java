package dev.skew.rehearse.fidelity;

import java.util.List;

/** A folder of recordings that cannot be compared; the message lists every problem found. */
public final class RecordingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  RecordingException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each: place, what is wrong, what would be right. */
  public List<String> problems() {
    return problems;
  }
}
