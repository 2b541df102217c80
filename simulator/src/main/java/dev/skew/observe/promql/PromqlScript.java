package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A test of a PromQL engine in the language that Prometheus tests its own with: series are loaded,
 * expressions evaluated, and answers expected.
 *
 * @param name for messages
 */
public record PromqlScript(String name, Mode mode, List<Command> commands) {

  public PromqlScript {
    commands = List.copyOf(commands);
  }

  /**
   * Reads a script, in the style of 2.42 ({@code eval_fail}) or of 3 ({@code expect fail}).
   *
   * @throws IllegalArgumentException with file, line and reason
   */
  public static PromqlScript read(String name, String text, Mode mode) {
    return new PromqlScript(name, mode, new ScriptReader(name, text, mode).read());
  }

  /** Runs it, with each instant evaluation also in the other ways that must agree with it. */
  public PromqlScriptReport run() {
    return new ScriptRunner(this).run();
  }

  sealed interface Command {}

  /** Forgets all series. */
  record Clear() implements Command {}

  /**
   * Adds series, whose samples begin at the epoch.
   *
   * @param isNative whether histograms are made of them that this engine does not know
   */
  record Load(long intervalMillis, List<Row> rows, boolean isNative) implements Command {}

  /**
   * An expression and its answer.
   *
   * @param stepMillis between steps; 0 for one evaluation at the start
   */
  record Evaluate(
      int line, String expression, long startMillis, long endMillis, long stepMillis, Answer answer)
      implements Command {

    boolean isInstant() {
      return stepMillis == 0;
    }
  }

  /** A series and its values in a row. */
  static final class Row {

    private final Labels labels;
    private final double[] values;
    private final boolean isNative;

    /**
     * A row of its values, which are not copied.
     *
     * @param values {@link Column#ABSENT} for those left out
     * @param isNative whether it has native histograms, which are not read
     */
    Row(Labels labels, double[] values, boolean isNative) {
      this.labels = labels;
      this.values = values;
      this.isNative = isNative;
    }

    Labels labels() {
      return labels;
    }

    double[] values() {
      return values;
    }

    boolean isNative() {
      return isNative;
    }
  }

  /**
   * What is expected.
   *
   * @param failure nothing unless evaluation is to fail
   * @param isOrdered whether the rows come in this order
   * @param scalar the number, where the answer is one
   * @param text the string, where the answer is one
   */
  record Answer(
      @Nullable Failure failure,
      boolean isOrdered,
      List<Row> rows,
      @Nullable Double scalar,
      @Nullable String text) {}

  /**
   * An error that is expected.
   *
   * @param message its words, where they are told
   * @param isRegex whether the words are a regular expression
   */
  record Failure(@Nullable String message, boolean isRegex) {}
}
