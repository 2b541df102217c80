package dev.skew.observe.promql;

import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PromQL expression. Two that mean the same in the same words are equal, wherever they stand. */
public sealed interface Expr {

  Span span();

  /** The expressions that this one is made of, in the order of the text. */
  default List<Expr> children() {
    return List.of();
  }

  /** A number, or a duration that stands for its seconds. */
  record NumberLiteral(double value, Span span) implements Expr {}

  record StringLiteral(String value, Span span) implements Expr {}

  record Parens(Expr inner, Span span) implements Expr {

    @Override
    public List<Expr> children() {
      return List.of(inner);
    }
  }

  /** A sign before an expression. */
  record Unary(boolean isNegative, Expr operand, Span span) implements Expr {

    @Override
    public List<Expr> children() {
      return List.of(operand);
    }
  }

  /**
   * An operator between two expressions.
   *
   * @param isBool whether a comparison yields 0 and 1 instead of filtering
   * @param matching which series of two vectors belong together
   */
  record Binary(
      BinaryOperator operator, Expr left, Expr right, boolean isBool, Matching matching, Span span)
      implements Expr {

    @Override
    public List<Expr> children() {
      return List.of(left, right);
    }
  }

  /**
   * Many series to one for each group.
   *
   * @param parameter the k of topk, the quantile, the label of count_values
   */
  record Aggregate(
      AggregateOperator operator,
      Expr operand,
      @Nullable Expr parameter,
      Grouping grouping,
      Span span)
      implements Expr {

    @Override
    public List<Expr> children() {
      return parameter == null ? List.of(operand) : List.of(parameter, operand);
    }
  }

  record Call(Signature function, List<Expr> arguments, Span span) implements Expr {

    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Expr> children() {
      return arguments;
    }
  }

  /**
   * The newest value of each series.
   *
   * @param metric the name before the braces, empty where there is none
   * @param matchers what stands in the braces
   */
  record VectorSelector(String metric, List<LabelMatcher> matchers, Shift shift, Span span)
      implements Expr {

    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    /** What stands in the braces, and the name. */
    public List<LabelMatcher> allMatchers() {
      if (metric.isEmpty()) {
        return matchers;
      }
      List<LabelMatcher> all = new ArrayList<>(matchers);
      all.add(LabelMatcher.equal(Labels.NAME, metric));
      return all;
    }

    VectorSelector with(Shift other) {
      return new VectorSelector(metric, matchers, other, span);
    }
  }

  /** The values of each series over a span of time. Its shift is the selector's. */
  record MatrixSelector(VectorSelector vector, long rangeMillis, Span span) implements Expr {

    @Override
    public List<Expr> children() {
      return List.of(vector);
    }
  }

  /**
   * The values that an expression would have had over a span of time.
   *
   * @param stepMillis between two values; 0 where the engine chooses
   */
  record Subquery(Expr inner, long rangeMillis, long stepMillis, Shift shift, Span span)
      implements Expr {

    @Override
    public List<Expr> children() {
      return List.of(inner);
    }
  }

  /**
   * Which labels make a group.
   *
   * @param isWithout whether the labels named are those that do not count
   */
  record Grouping(List<String> labels, boolean isWithout) {

    static final Grouping ALL = new Grouping(List.of(), false);

    public Grouping {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Which series of two vectors belong together.
   *
   * @param isOn whether the labels named are the only ones that count, or the ones that do not
   * @param included labels that are copied from the one side to the many
   */
  record Matching(boolean isOn, List<String> labels, Many many, List<String> included) {

    /** All labels count, and each series has one partner at most. */
    static final Matching DEFAULT = new Matching(false, List.of(), Many.NONE, List.of());

    public Matching {
      labels = List.copyOf(labels);
      included = List.copyOf(included);
    }

    /** The side on which several series may have the same partner. */
    public enum Many {
      NONE,
      LEFT,
      RIGHT
    }

    boolean isDefault() {
      return !isOn && labels.isEmpty() && many == Many.NONE;
    }
  }

  /**
   * When a selector looks, instead of at the time of evaluation.
   *
   * @param offsetMillis how much earlier
   * @param at the time that the offset is taken from, where it is fixed
   */
  record Shift(long offsetMillis, @Nullable At at) {

    static final Shift NONE = new Shift(0, null);

    boolean isNone() {
      return offsetMillis == 0 && at == null;
    }

    /** A fixed time, which does not move with the time of evaluation. */
    public sealed interface At {}

    /** Milliseconds since the epoch. */
    public record Instant(long millis) implements At {}

    /** An end of the query's span. */
    public enum Bound implements At {
      START,
      END
    }
  }
}
